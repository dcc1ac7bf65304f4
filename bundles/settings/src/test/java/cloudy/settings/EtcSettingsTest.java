// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;

/** What becomes of files; the writer has a test of its own. */
class EtcSettingsTest {

    private static final String PAD = "cloudy.external-pad.cfg";
    private static final String DECLARED = "<AD id='port' type='Integer' min='0' max='65535'/>"
            + "<AD id='tags' cardinality='9' default=''/><AD id='note' default=''/>";

    private Etc etc;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
    }

    private Bundle declareExternal() throws Exception {
        return etc.osgi().declare("external", "factoryPid='cloudy.external'", DECLARED);
    }

    @Test
    void everyFileIsInForceWhenTheSettingsAreThere() throws Exception {
        etc.put("cloudy.node.cfg", "name = plaça");
        etc.put(PAD, "port = 9001\ndescription = Càmera, plaça");
        etc.put("org.apache.karaf.shell.cfg", "sshPort = 8101");

        var settings = etc.start();

        assertThat(etc.osgi().property("cloudy.node", "name")).isEqualTo("plaça");
        Configuration pad = etc.osgi().configuration("cloudy.external~pad");
        assertThat(pad.getFactoryPid()).isEqualTo("cloudy.external");
        assertThat(pad.getBundleLocation()).isEqualTo("?");
        assertThat(pad.getProperties().get("description")).isEqualTo("Càmera, plaça");
        assertThat(etc.osgi().configuration("org.apache.karaf.shell")).isNull();
        assertThat(settings.pids()).containsExactly("cloudy.external~pad", "cloudy.node");
        assertThat(settings.read("cloudy.external~pad"))
                .containsExactly(entry("port", "9001"), entry("description", "Càmera, plaça"));
        assertThat(etc.log).isEmpty();
    }

    @Test
    void aFileThatComesChangesAndGoesIsFollowed() throws Exception {
        var settings = etc.start();

        etc.change(PAD, "port = 1");
        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("1");
        etc.change(PAD, "port = 2");
        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("2");
        Files.delete(etc.file(PAD));
        settings.rescan();
        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNull();
        assertThat(settings.pids()).isEmpty();
        assertThat(settings.read("cloudy.external~pad")).isEmpty();
        assertThat(etc.data().resolve("unchecked").toFile().list()).isEmpty();
    }

    @Test
    void aFileThatSaysTheSameTellsNobody() throws Exception {
        etc.put(PAD, "port = 1");
        etc.start();
        long before = etc.osgi().configuration("cloudy.external~pad").getChangeCount();

        etc.settings().rescan();
        etc.change(PAD, "# a word\nport = 1");
        etc.start();

        assertThat(etc.osgi().configuration("cloudy.external~pad").getChangeCount())
                .isEqualTo(before);
    }

    @Test
    void severalValuesAreSplitOnlyWhereABundleSaysThatTheyAreSeveral() throws Exception {
        declareExternal();
        etc.put(PAD, "port = 1\ntags = a, b\nnote = a, b\ncloudy.description = tea, coffee");

        etc.start();

        assertThat(etc.osgi().property("cloudy.external~pad", "tags")).isEqualTo(new String[] {"a", "b"});
        assertThat(etc.osgi().property("cloudy.external~pad", "note")).isEqualTo("a, b");
        assertThat(etc.osgi().property("cloudy.external~pad", "cloudy.description"))
                .isEqualTo("tea, coffee");
    }

    @Test
    void theLastGoodSettingsOutliveARestartAndTheLossOfTheCache() throws Exception {
        declareExternal();
        etc.put(PAD, "port = 9001");
        etc.start();
        etc.put(PAD, "port = abc");
        etc.start();
        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("9001");
        etc.log.clear();

        etc.reboot();
        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNull();
        declareExternal();
        etc.start();

        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("9001");
        assertThat(etc.log).singleElement().asString().endsWith("the last good settings stay in force");
    }

    @Test
    void aBundleThatComesLaterHasTheSettingsCheckedBeforeItStarts() throws Exception {
        declareExternal();
        etc.put(PAD, "port = 9001\ntags = a,b");
        etc.start();
        etc.reboot();
        // Nobody knows yet what may be in it, and this must not displace the copy that was checked.
        etc.put(PAD, "port = abc\ntags = a,b");
        var settings = etc.start();
        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("abc");
        assertThat(etc.log).isEmpty();

        settings.declare(declareExternal());

        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("9001");
        assertThat(etc.osgi().property("cloudy.external~pad", "tags")).isEqualTo(new String[] {"a", "b"});
        assertThat(etc.log).singleElement().asString().contains("port: must be between 0 and 65535");
    }

    @Test
    void anUpdatedBundleHasItsSettingsCheckedByWhatItSaysNow() throws Exception {
        Bundle bundle = declareExternal();
        etc.put(PAD, "port = 9001");
        var settings = etc.start();

        bundle.update(Osgi.jar("external", "factoryPid='cloudy.external'", "<AD id='port' type='Integer' max='99'/>"));
        settings.declare(bundle);
        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNull();

        bundle.update(Osgi.jar("external", "factoryPid='cloudy.external'", DECLARED));
        settings.declare(bundle);
        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("9001");
        assertThat(etc.log)
                .containsExactly("etc/cloudy.external-pad.cfg: port: must be at most 99, not \"9001\";"
                        + " the file has no effect");
    }

    @Test
    void whatABundleSaidGoesWithIt() throws Exception {
        Bundle bundle = declareExternal();
        var settings = etc.start();

        settings.withdraw(bundle);
        etc.change(PAD, "anything = goes");

        assertThat(etc.osgi().property("cloudy.external~pad", "anything")).isEqualTo("goes");
    }

    @Test
    void aBrokenMetatypeFileHarmsNobody() throws Exception {
        etc.osgi().declare("broken", "pid='cloudy.other'", "<AD id='a' min='few'/>");
        declareExternal();
        etc.put(PAD, "port = 1");
        etc.put("cloudy.other.cfg", "a = 1");

        etc.start();

        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("1");
        assertThat(etc.osgi().property("cloudy.other", "a")).isEqualTo("1");
    }

    @Test
    void theStandardSettingsOfEveryServiceAreTaken() throws Exception {
        declareExternal();
        etc.put(
                PAD,
                """
                port = 1
                cloudy.enabled = false
                cloudy.publish = true
                cloudy.audience = lan
                cloudy.type = etherpad
                cloudy.description = Càmera
                cloudy.port = 9001
                cloudy.protocol = udp
                cloudy.txt = a=1&b=è&bare
                """);

        etc.start();

        assertThat(etc.log).isEmpty();
        assertThat(etc.osgi().property("cloudy.external~pad", "cloudy.txt")).isEqualTo("a=1&b=è&bare");
    }

    @Test
    void theMarksOfFileinstallAreNoSettings() throws Exception {
        declareExternal();
        etc.put(PAD, "port = 1\nfelix.fileinstall.filename = file:/somewhere/else.cfg\nservice.pid = x");

        etc.start();

        assertThat(etc.log).isEmpty();
        assertThat(etc.settings().read("cloudy.external~pad")).containsOnlyKeys("port");
        assertThat(etc.osgi().property("cloudy.external~pad", "felix.fileinstall.filename"))
                .isNull();
    }

    @Test
    void whatWasLeftInConfigurationAdminGoesAtTheStart() throws Exception {
        var stale = FrameworkUtil.asDictionary(Map.of("felix.fileinstall.filename", "file:/etc/x.cfg", "port", 1));
        etc.osgi().admin().getConfiguration("cloudy.gone", null).update(stale);
        etc.osgi()
                .admin()
                .getFactoryConfiguration("cloudy.external", "gone", null)
                .update(stale);
        etc.osgi().admin().createFactoryConfiguration("cloudy.external", null).update(stale);
        etc.osgi()
                .admin()
                .getFactoryConfiguration("cloudy.external", "pad", null)
                .update(stale);
        etc.osgi().admin().getConfiguration("org.example.other", null).update(stale);
        etc.put(PAD, "port = 9001");

        etc.start();

        assertThat(etc.osgi().admin().listConfigurations("(service.pid=cloudy.*)"))
                .hasSize(1);
        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("9001");
        assertThat(etc.osgi().property("cloudy.external~pad", "felix.fileinstall.filename"))
                .isNull();
        assertThat(etc.osgi().configuration("cloudy.external~pad").getBundleLocation())
                .isEqualTo("?");
        assertThat(etc.osgi().configuration("org.example.other")).isNotNull();
    }

    @Test
    void whatWasDeletedWhileTheNodeWasDownIsForgotten() throws Exception {
        declareExternal();
        etc.put(PAD, "port = 9001");
        etc.start();
        Files.delete(etc.file(PAD));
        etc.start();
        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNull();

        etc.change(PAD, "port = abc");

        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNull();
        assertThat(etc.log).singleElement().asString().endsWith("; the file has no effect");
    }

    @Test
    void aFolderThatCannotBeSeenTakesNothingOutOfForce() throws Exception {
        etc.put(PAD, "port = 1");
        var settings = etc.start();
        File folder = etc.file(PAD).getParent().toFile();
        assertThat(folder.renameTo(new File(folder.getParent(), "away"))).isTrue();

        settings.rescan();
        settings.rescan();

        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("1");
        assertThat(etc.log).singleElement().asString().startsWith("etc/: cannot be read: ");
    }
}
