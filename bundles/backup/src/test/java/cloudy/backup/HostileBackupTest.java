// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody can encrypt to a public key: what is in a backup may be anybody's. */
class HostileBackupTest {

    private static final String NAME = "stranger.tar.gz.age";
    private static final byte[] IDENTITY = "identity".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private TestNode node;
    private final List<TarEntry> entries = new ArrayList<>();
    private List<About.Saved> parts = List.of();
    private byte[] tail = {};
    private boolean lying;
    private byte[] listed = {};
    private String version = "1.0.0";

    @BeforeEach
    void makeNode() throws IOException {
        node = new TestNode(folder.resolve("node"));
        entries.add(TarEntry.file("data/node/identity.pem", 0600, 0, IDENTITY.length));
    }

    @Test
    void takesWhatIsAsANodeWouldMakeIt() throws Exception {
        entries.add(new TarEntry("data/pads/", TarEntry.Kind.FOLDER, 0700, 0, 0, ""));
        String far = "data/pads/" + "càmera/".repeat(30) + "x";
        entries.add(TarEntry.file(far, 0640, 7, IDENTITY.length));

        assertThat(refusal()).isEmpty();
        assertThat(node.staged()).containsEntry("new/" + far, "identity");
        Path file = node.place.restore().resolve("new").resolve(far);
        assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(7000);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "/etc/passwd",
                "data/../../evil",
                "data/./evil",
                "data//evil",
                "data/a/..",
                "deploy/a\nb",
                "data/a\u0000b/c",
                ".",
                "..",
                "/",
                "data",
                "etc"
            })
    void refusesANameThatLeadsOut(String name) throws Exception {
        entries.add(TarEntry.file(name, 0600, 0, 1));

        assertThat(refusal()).startsWith("The backup is of no use: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data/run/token", "data/lock", "data/cache/x", "data/restore/ready", "bin/cloudy", "lib/x.jar"})
    void refusesWhatHasNoPlaceInIt(String name) throws Exception {
        entries.add(TarEntry.file(name, 0600, 0, 1));

        assertThat(refusal()).contains(name + " has no place in it");
    }

    @ParameterizedTest
    @CsvSource({
        "etc/link, cloudy.node.cfg",
        "data/pads/link, ../x",
        "parts/cloudy.pads/db/link, /etc/passwd",
        "parts/cloudy.pads/db/link, ../../other",
        "parts/cloudy.pads/db/a/link, ../../x",
        "parts/cloudy.pads/db/link, a/../../x",
        "parts/cloudy.pads/db, x"
    })
    void refusesALinkThatLeadsOut(String name, String target) throws Exception {
        entries.add(new TarEntry(name, TarEntry.Kind.LINK, 0777, 0, 0, target));

        assertThat(refusal()).isEqualTo("The backup is of no use: the link " + name + " leads out of it.");
    }

    @Test
    void refusesAPipe() throws Exception {
        entries.add(new TarEntry("data/pads/pipe", TarEntry.Kind.PIPE, 0600, 0, 0, ""));

        assertThat(refusal()).contains("data/pads/pipe is no file, no folder and no link");
    }

    @Test
    void writesNothingThroughALink() throws Exception {
        entries.add(new TarEntry("parts/cloudy.pads/db/link", TarEntry.Kind.LINK, 0777, 0, 0, "there"));
        entries.add(TarEntry.file("parts/cloudy.pads/db/link/file", 0600, 0, 1));

        assertThat(refusal()).contains("parts/cloudy.pads/db/link/file is in it twice");
    }

    @Test
    void refusesTheSameNameTwice() throws Exception {
        entries.add(TarEntry.file("etc/cloudy.node.cfg", 0600, 0, 1));
        entries.add(TarEntry.file("etc/cloudy.node.cfg", 0600, 0, 1));

        assertThat(refusal()).contains("etc/cloudy.node.cfg is in it twice");
    }

    @Test
    void refusesAFolderWhereAFileIs() throws Exception {
        entries.add(TarEntry.file("data/node/identity.pem/x", 0600, 0, 1));

        assertThat(refusal()).contains("data/node/identity.pem/x is in it twice");
    }

    @Test
    void refusesMoreThanAllowed() throws Exception {
        node.with("maxMb", 1);
        entries.add(TarEntry.file("data/pads/zeros", 0600, 0, 2 << 20));

        assertThat(refusal()).isEqualTo("The backup has more than 1 MB, which is the limit.");
    }

    @Test
    void refusesAPartThatGoesElsewhere() throws Exception {
        for (String path : List.of("data/../../x", "data/run", "x", "data/")) {
            parts = List.of(new About.Saved("cloudy.pads", "db", path));
            assertThat(refusal()).as(path).startsWith("The backup is of no use: ");
        }
        parts = List.of(new About.Saved("..", "db", "data/pads"));
        assertThat(refusal()).startsWith("The backup is of no use: what it says about itself");
    }

    @Test
    void refusesAPartInThePlaceOfAnother() throws Exception {
        entries.add(TarEntry.file("parts/cloudy.pads/db/x", 0600, 0, 1));
        parts = List.of(new About.Saved("cloudy.pads", "db", "data/node"));

        assertThat(refusal()).contains("data/node is in it twice");
    }

    @Test
    void refusesFilesThatAreNotThoseOfTheList() throws Exception {
        lying = true;

        assertThat(refusal()).isEqualTo("The backup is of no use: the files are not those of its list.");
    }

    @Test
    void refusesAListWithoutEnd() throws Exception {
        listed = new byte[3 << 20];

        assertThat(refusal()).isEqualTo("The backup is of no use: the files are not those of its list.");
    }

    @Test
    void refusesMoreLinksThanItCanRemember() throws Exception {
        String far = "way/".repeat(900) + "x";
        for (int i = 0; i < 1300; i++) {
            entries.add(new TarEntry("parts/cloudy.pads/db/" + i, TarEntry.Kind.LINK, 0777, 0, 0, far));
        }

        assertThat(refusal()).isEqualTo("The backup has more than 32768 links, which is the limit.");
    }

    @Test
    void refusesWhatANewerVersionMade() throws Exception {
        for (String newer : List.of("1.0.1", "1.10.0", "2.0.0.SNAPSHOT", "10")) {
            version = newer;
            assertThat(refusal())
                    .isEqualTo("The backup is of a newer version of Cloudy (" + newer + "); upgrade this node first.");
        }
        for (String older : List.of("1.0.0", "0.9.12", "1.0.0-rc1", "", "unknown")) {
            version = older;
            assertThat(refusal()).as(older).isEmpty();
        }
    }

    @Test
    void doesNotTakeAFolderAboveForThatOfAService() throws Exception {
        for (String service : List.of("cloudy..", "cloudy...", "cloudy")) {
            Path vault = Files.createDirectories(node.place.data().resolve("backups"));
            Files.write(vault.resolve(NAME), forged());
            node.backups().restore(NAME, TestNode.KEY.secret(), service, true, Caller.node());
            assertThat(node.jobs.reason()).isEqualTo("The backup is of no use: it has nothing of " + service + ".");
            assertThat(node.staged()).isEmpty();
        }
    }

    @Test
    void refusesWhatComesAfterTheEnd() throws Exception {
        tail = new byte[] {0, 1};
        assertThat(refusal()).contains("there is something after its end");
        tail = new byte[1 << 20];
        assertThat(refusal()).contains("there is something after its end");
    }

    @Test
    void refusesANodeWithoutIdentity() throws Exception {
        entries.clear();
        assertThat(refusal()).contains("it has no identity");
    }

    @Test
    void refusesWhatIsDamagedAnywhere() throws Exception {
        byte[] whole = forged();
        int step = whole.length / 25;
        for (int at = 0; at < whole.length; at += step) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            assertThat(refusal(damaged)).as("byte %d", at).isNotEmpty();
            assertThat(refusal(Arrays.copyOf(whole, at))).as("cut at %d", at).isNotEmpty();
        }
        assertThat(refusal("hello".getBytes(StandardCharsets.UTF_8))).contains("no file of age");
    }

    /** Why the backup with these entries is not taken; and nothing is left of it then. */
    private String refusal() throws Exception {
        return refusal(forged());
    }

    private String refusal(byte[] file) throws IOException {
        Path vault = Files.createDirectories(node.place.data().resolve("backups"));
        Files.write(vault.resolve(NAME), file);
        node.backups().restore(NAME, TestNode.KEY.secret(), "", true, Caller.node());
        String reason = node.jobs.reason();
        if (!reason.isEmpty()) {
            assertThat(node.staged()).as(reason).isEmpty();
            assertThat(node.restarts).isEmpty();
            assertThat(folder.resolve("evil")).doesNotExist();
        }
        return reason;
    }

    private byte[] forged() throws IOException {
        var file = new ByteArrayOutputStream();
        var sums = new ByteArrayOutputStream();
        try (var out = Sealed.writing(file, TestNode.KEY.recipient())) {
            var hidden = new ByteArrayOutputStream();
            try (var tar = new TarWriter(hidden)) {
                var about = new About("0".repeat(16), "evil", version, Instant.EPOCH, "", parts);
                put(tar, sums, TarEntry.file(Names.ABOUT, 0, 0, about.toJson().length), about.toJson());
                for (TarEntry entry : entries) {
                    put(tar, sums, entry, content(entry));
                }
                sums.writeBytes(listed);
                byte[] list = sums.toByteArray();
                list[0] = lying ? (byte) (list[0] ^ 1) : list[0];
                tar.begin(TarEntry.file(Names.SUMS, 0, 0, list.length));
                tar.write(list, list.length);
            }
            hidden.write(tail);
            hidden.writeTo(out);
        }
        return file.toByteArray();
    }

    private static byte[] content(TarEntry entry) {
        return entry.size() == IDENTITY.length ? IDENTITY : new byte[(int) entry.size()];
    }

    private static void put(TarWriter tar, ByteArrayOutputStream sums, TarEntry entry, byte[] bytes)
            throws IOException {
        tar.begin(entry);
        tar.write(bytes, bytes.length);
        if (entry.kind() == TarEntry.Kind.FILE) {
            sums.writeBytes(new Sums().line(entry.name(), Sums.sha256().digest(bytes)));
        }
    }
}
