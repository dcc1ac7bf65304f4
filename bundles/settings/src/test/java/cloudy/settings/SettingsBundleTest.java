// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aQute.bnd.osgi.Builder;
import cloudy.api.access.Caller;
import cloudy.api.form.Field.Option;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.settings.Setting;
import cloudy.api.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.apache.felix.scr.info.ScrInfo;
import org.example.pad.Pad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The bundle as it is built, with Felix SCR, and beside it a third party's, built by bnd. */
class SettingsBundleTest {

    /** A busy machine may take its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static byte[] built;

    @TempDir
    private Path home;

    private Osgi osgi;

    @BeforeAll
    static void buildTheOther() throws Exception {
        built = build();
    }

    @BeforeEach
    void startFramework() throws Exception {
        Files.createDirectories(home.resolve("etc"));
        osgi = new Osgi(home);
        osgi.install(ScrInfo.class).start();
    }

    @AfterEach
    void stopFramework() throws Exception {
        osgi.close();
    }

    @Test
    void bndWritesOurAnnotationIntoTheMetatypeFile() throws Exception {
        byte[] file = metatype();
        assertThat(new String(file, StandardCharsets.UTF_8)).contains("xmlns:cloudy=\"" + Setting.NAMESPACE + '"');

        Schema schema = MetatypeFile.read(file, base -> Translations.none()).get("cloudy.pad");

        assertThat(schema.factory()).isTrue();
        assertThat(schema.attributes()).containsOnlyKeys("port", "type", "level", "tags", "shared", ".apiKey", "pin");
        Attribute type = schema.attributes().get("type");
        assertThat(type.pattern()).map(Object::toString).contains("[a-z]{1,15}");
        assertThat(type.wording().sentence()).isEqualTo(Texts.of("must be \"small\" & <short>"));
        assertThat(schema.adminOnly()).isTrue();
        assertThat(schema.attributes().get("port").pattern()).isEmpty();
        assertThat(type.required()).isTrue();
        assertThat(schema.attributes().get("level").options())
                .extracting(Option::value)
                .containsExactly("low", "high");
        assertThat(schema.attributes().get("tags").cardinality()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aComponentStartsWithItsSettingsAndFollowsTheFile() throws Exception {
        Path file = home.resolve("etc/cloudy.pad-one.cfg");
        Files.writeString(file, "type = pad\nport = 80\ntags = a, b\nshared = false\n.apiKey = x,y\nlevel = high\n");
        osgi.install(EtcSettings.class).start();

        Bundle pad = osgi.context().installBundle("test:pad", pad());
        pad.start();
        assertThat(given()).containsExactly("[80, pad, high, [a, b], false, x,y]");

        Files.writeString(file, "type = pad");
        await().atMost(PATIENCE).until(() -> given().equals(List.of("[9001, pad, low, [], true, ]")));
        Files.writeString(home.resolve("etc/cloudy.pad-two.cfg"), "type = second");
        await().atMost(PATIENCE).until(() -> given().size() == 2);
        Files.delete(file);
        await().atMost(PATIENCE).until(() -> given().equals(List.of("[9001, second, low, [], true, ]")));
    }

    @Test
    void aComponentNeverSeesABadValueEvenWhenItsBundleComesLast() throws Exception {
        Files.writeString(home.resolve("etc/cloudy.pad-bad.cfg"), "type = Pad!");
        Files.writeString(home.resolve("etc/cloudy.pad-good.cfg"), "type = pad\ntags = a,b");
        osgi.install(EtcSettings.class).start();
        assertThat(osgi.property("cloudy.pad~bad", "type")).isEqualTo("Pad!");

        osgi.context().installBundle("test:pad", pad()).start();

        assertThat(given()).containsExactly("[9001, pad, low, [a, b], true, ]");
        assertThat(osgi.configuration("cloudy.pad~bad")).isNull();
    }

    @Test
    void anUpdateBringsItsOwnLimits() throws Exception {
        Files.writeString(home.resolve("etc/cloudy.box.cfg"), "size = 50");
        osgi.install(EtcSettings.class).start();
        Bundle box = osgi.declare("box", "pid='cloudy.box'", "<AD id='size' type='Integer' max='99'/>");
        box.start();
        assertThat(osgi.property("cloudy.box", "size")).isEqualTo("50");

        box.update(Osgi.jar("box", "pid='cloudy.box'", "<AD id='size' type='Integer' max='9'/>"));
        assertThat(osgi.configuration("cloudy.box")).isNull();

        box.update(Osgi.jar("box", "pid='cloudy.box'", "<AD id='size' cardinality='5'/>"));
        assertThat(osgi.property("cloudy.box", "size")).isEqualTo(new String[] {"50"});

        box.uninstall();
        Files.writeString(home.resolve("etc/cloudy.box.cfg"), "colour = red");
        await().atMost(PATIENCE).until(() -> "red".equals(osgi.property("cloudy.box", "colour")));
    }

    @Test
    void anotherBundleWritesThroughTheService() throws Exception {
        osgi.install(EtcSettings.class).start();
        osgi.context().installBundle("test:pad", pad()).start();
        Settings settings = (Settings) services(Settings.class).get(0);

        settings.write("cloudy.pad~three", Map.of("type", "pad", ".apiKey", "à"), Caller.shell());

        await().atMost(PATIENCE).until(() -> given().equals(List.of("[9001, pad, low, [], true, à]")));
        settings.delete("cloudy.pad~three", Caller.shell());
        await().atMost(PATIENCE).until(() -> given().isEmpty());
        assertThat(home.resolve("etc")).isEmptyDirectory();
    }

    @Test
    void noServiceShowsASecretAndTheCacheOfTheFrameworkIsClosed() throws Exception {
        Files.writeString(home.resolve("etc/cloudy.pad-one.cfg"), "type = pad\n.apiKey = hunter2\npin = hunter2\n");
        osgi.install(EtcSettings.class).start();
        osgi.context().installBundle("test:pad", pad()).start();
        assertThat(given()).containsExactly("[9001, pad, low, [], true, hunter2]");

        assertThat(osgi.context().getAllServiceReferences(null, null))
                .isNotEmpty()
                .allSatisfy(service -> {
                    for (String key : service.getPropertyKeys()) {
                        assertThat(String.valueOf(service.getProperty(key))).doesNotContain("hunter2");
                    }
                });
        Settings settings = (Settings) services(Settings.class).get(0);
        assertThat(settings.secret("cloudy.pad~one", "pin")).contains("hunter2".toCharArray());
        assertThat(settings.secrets("cloudy.pad~one")).containsExactlyInAnyOrder(".apiKey", "pin");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        Path.of(osgi.context().getProperty("org.osgi.framework.storage")))))
                .isEqualTo("rwx------");
    }

    @Test
    void aComponentThatIsACloudyServiceHasTheStandardSettingsInItsForm() throws Exception {
        osgi.install(EtcSettings.class).start();
        osgi.context().installBundle("test:pad", pad()).start();
        Settings settings = (Settings) services(Settings.class).get(0);

        Form form = settings.form("cloudy.tray").orElseThrow();

        assertThat(form.field("size").orElseThrow().initial()).containsExactly("3");
        assertThat(form.field("cloudy.port").orElseThrow().initial()).containsExactly("8080");
        assertThat(form.field("cloudy.enabled")).isPresent();
        assertThat(settings.form("cloudy.pad").orElseThrow().field("cloudy.enabled"))
                .isEmpty();
    }

    @Test
    void theBundleStopsWithoutTakingAnythingOutOfForce() throws Exception {
        Files.writeString(home.resolve("etc/cloudy.pad-one.cfg"), "type = pad");
        Bundle bundle = osgi.install(EtcSettings.class);
        bundle.start();

        bundle.stop();

        assertThat(osgi.property("cloudy.pad~one", "type")).isEqualTo("pad");
        assertThat(services(Settings.class)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("cloudy-settings-watch");
    }

    /** What the components of the third party's bundle were given. */
    private List<String> given() throws Exception {
        return services(Supplier.class).stream()
                .map(service -> ((Supplier<?>) service).get().toString())
                .toList();
    }

    private List<Object> services(Class<?> type) throws Exception {
        ServiceReference<?>[] found = osgi.context().getAllServiceReferences(type.getName(), null);
        return Stream.ofNullable(found)
                .flatMap(Stream::of)
                .<Object>map(osgi.context()::getService)
                .toList();
    }

    private static byte[] metatype() throws Exception {
        try (var jar = new JarInputStream(pad())) {
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                if (entry.getName().startsWith("OSGI-INF/metatype/") && !entry.isDirectory()) {
                    return jar.readAllBytes();
                }
            }
        }
        throw new AssertionError("bnd wrote no metatype file");
    }

    private static InputStream pad() {
        return new ByteArrayInputStream(built);
    }

    /** The third party's bundle, as its own build would make it. */
    private static byte[] build() throws Exception {
        try (var builder = new Builder()) {
            builder.setBundleSymbolicName("org.example.pad");
            builder.setProperty("-privatepackage", Pad.class.getPackageName());
            builder.setProperty("-noimportjava", "true");
            for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (new File(path).exists()) {
                    builder.addClasspath(new File(path));
                }
            }
            var bytes = new ByteArrayOutputStream();
            builder.build().write(bytes);
            assertThat(builder.getErrors()).isEmpty();
            return bytes.toByteArray();
        }
    }
}
