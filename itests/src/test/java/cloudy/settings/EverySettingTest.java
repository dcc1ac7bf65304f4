// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.Configuration;

/** Every setting of every bundle that was built, fed with all that is wrong: no component ever hears of it. */
class EverySettingTest {

    /** Settings without a default that must be there. */
    private static final Map<String, String> GIVEN = Map.of(
            "type", "etherpad", "description", "Pads for all", "port", "9001", "service", "org.example.pads/Pads");

    private static final String SECRET = "hunter2";

    /** Checked within this time, whatever it is: nobody else's settings are looked at meanwhile. */
    private static final long MAX_NANOS = 5_000_000_000L;

    /** What is in a file after the key and the sign. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bad(byte[] value, boolean namesKey) {

        static Bad of(String value) {
            return new Bad(value.getBytes(UTF_8), true);
        }
    }

    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private Etc etc;
    private EtcSettings settings;
    private int settled;
    private int fed;

    @BeforeEach
    void installWhatWasBuilt(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        for (Path jar : built()) {
            try (var content = Files.newInputStream(jar)) {
                Bundle bundle = etc.osgi().context().installBundle("test:" + jar.getFileName(), content);
                var files = new BundleFiles(bundle);
                for (String path : files.in("OSGI-INF/metatype")) {
                    MetatypeFile.read(files.read(path), base -> Translations.none())
                            .forEach((pid, schema) -> schemas.merge(pid, schema, Schema::and));
                }
            }
        }
        settings = etc.start();
        assertThat(schemas).containsKeys("cloudy.node", "cloudy.serf", "cloudy.external", "cloudy.https");
    }

    private static List<Path> built() throws IOException {
        var jars = new ArrayList<Path>();
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("cloudy.root"), "bundles"))) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                Path jar = folder.resolve(
                        "target/cloudy." + folder.getFileName() + '-' + System.getProperty("cloudy.version") + ".jar");
                if (Files.exists(jar)) {
                    jars.add(jar);
                }
            }
        }
        return jars;
    }

    @Test
    void keepsTheLastGoodOfEachAndSaysWhy() throws Exception {
        for (Map.Entry<String, Schema> each : schemas.entrySet()) {
            Pid pid = Pid.parse(each.getKey() + (each.getValue().factory() ? "~one" : ""));
            Map<String, String> good = good(each.getValue());
            etc.change(pid.file(), file(good));
            assertThat(etc.log).as(pid + " " + good).isEmpty();
            for (Attribute attribute : each.getValue().attributes().values()) {
                settled++;
                for (Bad bad : bad(attribute)) {
                    refuses(pid, good, attribute, bad);
                }
            }
            etc.change(pid.file(), file(good) + "unheardOf = 1\n");
            assertRefused(pid, "unheardOf", true);
            Files.delete(etc.file(pid.file()));
            settings.rescan();
        }
        System.out.printf("measured: %d settings of %d PIDs, %d bad values%n", settled, schemas.size(), fed);
        assertThat(settled).isGreaterThanOrEqualTo(100);
    }

    private void refuses(Pid pid, Map<String, String> good, Attribute attribute, Bad bad) throws Exception {
        Configuration before = etc.osgi().configuration(pid.toString());
        long revision = before.getChangeCount();
        fed++;
        var others = new LinkedHashMap<>(good);
        others.remove(attribute.id());
        var content = new ByteArrayOutputStream();
        content.write(file(others).getBytes(UTF_8));
        content.write((attribute.id() + " = ").getBytes(UTF_8));
        content.write(bad.value());
        Files.write(etc.file(pid.file()), content.toByteArray());

        long begun = System.nanoTime();
        settings.rescan();
        assertThat(System.nanoTime() - begun).as(pid + " " + attribute.id()).isLessThan(MAX_NANOS);

        assertRefused(pid, bad.namesKey() ? attribute.id() : "", attribute.isSecret());
        assertThat(settings.read(pid.toString())).isEqualTo(good);
        assertThat(etc.osgi().configuration(pid.toString()).getChangeCount())
                .as("what a component was told")
                .isEqualTo(revision);
        etc.change(pid.file(), file(good));
        assertThat(etc.log).isEmpty();
    }

    private void assertRefused(Pid pid, String key, boolean secret) throws Exception {
        assertThat(etc.log).as(pid + " " + key + " " + fed).singleElement().satisfies(line -> {
            assertThat(line)
                    .startsWith("etc/" + pid.file() + ": ")
                    .contains(key)
                    .endsWith("the last good settings stay in force");
            assertThat(line.length()).isLessThan(800);
            assertThat(line.codePoints()).noneMatch(Character::isISOControl);
            if (secret) {
                assertThat(line).doesNotContain(SECRET);
            }
        });
        etc.log.clear();
    }

    /** What each may not be, and what no value may be. */
    private static List<Bad> bad(Attribute attribute) {
        var all = new ArrayList<Bad>();
        for (String text : List.of(
                SECRET + '\0',
                SECRET + "\\u0000",
                SECRET + "\\n.other = 1",
                SECRET + "\\u2028",
                SECRET + "\\ud800",
                SECRET + "$[env:HOME]",
                SECRET + "\u001b[31m")) {
            all.add(Bad.of(text));
        }
        // Half written: within an escape, and before the line that was to follow.
        all.add(new Bad((SECRET + "\\u00").getBytes(UTF_8), false));
        all.add(new Bad((SECRET + "\\\n").getBytes(UTF_8), false));
        all.add(new Bad(bytes(0xff, 0xfe), true));
        all.add(new Bad(bytes(0xc0, 0x80), true));
        all.add(new Bad(bytes(0xed, 0xa0, 0x80), true));
        all.add(new Bad(bytes('a', 0xe2, 0x82), true));
        // Said twice.
        all.add(Bad.of("1\n" + attribute.id() + " = 1"));
        // Of the largest file that is read, and of one that is not.
        all.add(Bad.of(SECRET.repeat(60_000 / SECRET.length())));
        all.add(new Bad("9".repeat(1_000_000).getBytes(UTF_8), false));
        switch (attribute.type()) {
            case BOOLEAN -> List.of("", "yes", "TRUE", "1", "true false").forEach(text -> all.add(Bad.of(text)));
            case BYTE, SHORT, INTEGER, LONG ->
                List.of(
                                "",
                                "x",
                                "1.5",
                                "0x10",
                                "1e3",
                                "NaN",
                                "1 2",
                                "--1",
                                "9223372036854775808",
                                "-9223372036854775809")
                        .forEach(text -> all.add(Bad.of(text)));
            case FLOAT, DOUBLE -> List.of("", "x", "NaN", "Infinity", "1,5").forEach(text -> all.add(Bad.of(text)));
            default -> {
                if (!attribute.options().isEmpty()) {
                    List.of("", "nonsense", attribute.options().get(0).value() + " ")
                            .forEach(text -> all.add(Bad.of(text + "x")));
                }
                for (String text : List.of("<script>", "a b!c", "../../etc/passwd", "x;rm -rf /", "\u2603", "-")) {
                    if (attribute.pattern().isPresent()
                            && !attribute.pattern().get().matcher(text).matches()) {
                        all.add(Bad.of(text));
                    }
                }
            }
        }
        attribute.min().filter(min -> attribute.type().isNumber()).ifPresent(min -> all.add(Bad.of(next(min, -1))));
        attribute.max().filter(max -> attribute.type().isNumber()).ifPresent(max -> all.add(Bad.of(next(max, 1))));
        return all;
    }

    private static String next(BigDecimal limit, int step) {
        return limit.add(BigDecimal.valueOf(step)).toPlainString();
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Each as it is by itself, in so many words, so that it would show if one were lost. */
    private static Map<String, String> good(Schema schema) {
        var good = new LinkedHashMap<String, String>();
        schema.attributes().forEach((key, attribute) -> {
            List<String> initial = attribute.wording().initial();
            Optional<String> value = attribute.required()
                    ? Optional.of(GIVEN.get(key))
                    : Optional.of(attribute.cardinality() > 0 ? Values.join(initial) : String.join(",", initial))
                            .filter(text -> !text.isEmpty());
            value.ifPresent(text -> good.put(key, text));
        });
        return good;
    }

    private static String file(Map<String, String> values) {
        // Something is in it even where all is as it is by itself.
        var text = new StringBuilder("# settings\n");
        values.forEach((key, value) -> text.append(key)
                .append(" = ")
                .append(value.replace("\\", "\\\\"))
                .append('\n'));
        return text.toString();
    }
}
