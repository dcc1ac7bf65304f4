// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.backup.Part;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {

    private static final String SYNC = "cloudy.syncthing";

    @TempDir
    private Path folder;

    private TestNode node;

    @BeforeEach
    void makeNode() throws IOException {
        node = new TestNode(folder.resolve("a"));
    }

    @Test
    void bringsTheWholeNodeBack() throws Exception {
        String name = node.backup();
        assertThat(name).matches("alpha_\\d{8}T\\d{6}Z\\.tar\\.gz\\.age");

        TestNode fresh = carried(name);
        fresh.backups().restore(name, TestNode.KEY.secret(), "", true, Caller.node());

        assertThat(fresh.jobs.reason()).isEmpty();
        assertThat(fresh.staged())
                .containsEntry("ready", "node")
                .containsEntry("new/data/node/identity.pem", "the identity")
                .containsEntry("new/data/access/users.json", "people")
                .containsEntry("new/etc/cloudy.node.cfg", "name = alpha")
                .containsEntry("new/etc/tls/own.key", "a key")
                .containsEntry("new/deploy/pads.jar", "a jar")
                .hasSize(6);
        assertThat(fresh.restarts).hasSize(1);
        // Until it starts again, the node is what it was.
        assertThat(fresh.read("data/node/identity.pem")).isEqualTo("another identity");
    }

    @Test
    void leavesWhatIsReadyAloneWhileAnotherIsLookedThrough() throws Exception {
        String name = node.backup();
        node.backups().restore(name, TestNode.KEY.secret(), "", false, Caller.node());
        var staged = node.staged();

        node.backups().verify(name, TestNode.KEY.secret(), Caller.node());

        assertThat(node.jobs.reason()).isEmpty();
        assertThat(node.staged()).isEqualTo(staged).containsEntry("ready", "node");
        assertThat(node.restarts).isEmpty();
    }

    @Test
    void opensWithNoOtherKey() throws Exception {
        String name = node.backup();

        node.backups().restore(name, RecoveryKey.make().secret(), "", true, Caller.node());

        assertThat(node.jobs.reason()).isEqualTo("This recovery key does not open this backup.");
        assertThat(node.staged()).isEmpty();
        assertThat(node.restarts).isEmpty();
    }

    @Test
    void makesNoneWithoutAKey() {
        node.with("recipient", "");

        assertThatThrownBy(() -> node.backups().create("", Reason.ASKED, Caller.node()))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("There is no recovery key yet");
        assertThat(node.jobs.started()).isEmpty();
    }

    @Test
    void aKeyThatIsNotTakenYetChangesNothing() throws Exception {
        RecoveryKey key = node.backups().newKey(false, false, Caller.node());

        assertThat(RecoveryKey.typed(key.secret())).isEqualTo(key.secret());
        assertThat(node.settings.files()).isEmpty();
    }

    @Test
    void makesAKeyOnceUnlessItIsToBeReplaced() throws Exception {
        node.with("recipient", "");
        RecoveryKey key = node.backups().newKey(true, false, Caller.node());
        assertThat(node.settings.read(NodeBackups.PID)).containsEntry("recipient", key.recipient());
        assertThat(node.settings.files().toString()).doesNotContain("AGE-SECRET-KEY");

        node.with("recipient", key.recipient());
        assertThatThrownBy(() -> node.backups().newKey(true, false, Caller.node()))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("There is a recovery key already");
        assertThat(node.backups().newKey(true, true, Caller.node()).recipient()).isNotEqualTo(key.recipient());
    }

    @Test
    void keepsTheNewestOfEachKind() throws Exception {
        node.with("kept", 2);
        String first = node.backup();
        node.backups().create("cloudy.node", Reason.ASKED, Caller.node());
        Files.copy(vault(first), vault("beta_20200101T000000Z.tar.gz.age"));
        List<String> later = List.of(node.backup(), node.backup());

        assertThat(node.backups().vault().all().stream()
                        .filter(kept -> kept.service().isEmpty()))
                .extracting(Vault.Kept::name)
                .containsExactlyInAnyOrder(later.get(0), later.get(1), "beta_20200101T000000Z.tar.gz.age");
        assertThat(node.backups().vault().all()).anyMatch(kept -> kept.service().equals("cloudy.node"));
        assertThat(Files.getPosixFilePermissions(vault(later.get(1))))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(node.place.data().resolve("backups"))) {
            assertThat(files).hasSize(4);
        }
    }

    /** A clock that was ten years ahead for an hour has left two that would be the newest for ten years. */
    @Test
    void whatIsMadeNowOutlivesWhatAWrongClockDated() throws Exception {
        node.with("kept", 2);
        String now = node.backup();
        for (String year : List.of("2098", "2099")) {
            Files.copy(vault(now), vault("alpha_" + year + "0101T000000Z.tar.gz.age"));
        }

        String next = node.backup();

        assertThat(node.backups().vault().all()).extracting(Vault.Kept::name).containsExactlyInAnyOrder(now, next);
    }

    @Test
    void whatAKillLeftHalfMadeIsDroppedAtTheStart() throws Exception {
        String whole = node.backup();
        for (String left : List.of("", ".list", ".part")) {
            Files.writeString(vault(".new-alpha_20260101T000000Z.tar.gz.age" + left), "half");
        }
        // One of an earlier name of the node's.
        Files.writeString(vault(".new-omega_20260101T000000Z.tar.gz.age"), "half");

        node.backups();

        try (var files = Files.list(vault(whole).getParent())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(whole);
        }
    }

    @Test
    void whatAnotherNodeMakesInAFolderOfTheOperatorsIsLeftAlone() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Path others = Files.writeString(shared.resolve(".new-beta_20260101T000000Z.tar.gz.age"), "half");
        Path ours = Files.writeString(shared.resolve(".new-alpha_20260101T000000Z.tar.gz.age"), "half");
        node.with("folder", shared.toString());

        node.backups();

        assertThat(others).exists();
        assertThat(ours).doesNotExist();
    }

    @Test
    void savesWhatAServiceWantsAndNothingElseOfIt() throws Exception {
        syncthing();
        node.write("etc/cloudy.syncthing.cfg", "enabled = true\n");
        node.write("etc/cloudy.syncthing-one.cfg", "x = y\n");

        node.backups().create(SYNC, Reason.ASKED, Caller.node());
        String name = node.jobs.results().get("name");
        assertThat(name).endsWith("_cloudy.syncthing.tar.gz.age");
        TestNode fresh = carried(name);
        fresh.backups().restore(name, TestNode.KEY.secret(), "", false, Caller.node());

        assertThat(fresh.jobs.said()).anyMatch(line -> line.contains("nobody looked"));
        assertThat(fresh.staged())
                .containsEntry("ready", "service")
                .containsEntry("new/etc/cloudy.syncthing.cfg", "enabled = true")
                .containsEntry("new/etc/cloudy.syncthing-one.cfg", "x = y")
                .containsEntry("new/data/syncthing/home/config.xml", "<configuration/>")
                .containsEntry("new/data/syncthing/folders/photos/sea.jpg", "blue")
                .containsEntry("new/data/syncthing/folders/photos/last", "blue")
                .containsEntry("new/data/restored/cloudy.syncthing/away/note", "far")
                .hasSize(7);
        assertThat(fresh.place.restore().resolve("new/data/syncthing/folders/photos/last"))
                .isSymbolicLink()
                .hasContent("blue");
    }

    @Test
    void bringsOneServiceOfTheWholeNodeBack() throws Exception {
        syncthing();
        String name = node.backup();

        node.backups().restore(name, TestNode.KEY.secret(), SYNC, false, Caller.node());

        assertThat(node.staged())
                .containsEntry("ready", "service")
                .containsKey("new/data/syncthing/home/config.xml")
                .doesNotContainKey("new/data/node/identity.pem");
        assertThat(node.jobs.said()).contains("It is whole.");
        node.backups().restore(name, TestNode.KEY.secret(), "cloudy.pads", false, Caller.node());
        assertThat(node.jobs.reason()).isEqualTo("The backup is of no use: it has nothing of cloudy.pads.");
    }

    @Test
    void keepsApartWhatWasMadeForAnotherReason() throws Exception {
        node.with("kept", 1);
        String asked = node.backup();
        for (int i = 0; i < 5; i++) {
            node.backups().create("", Reason.UPGRADE, Caller.node());
            node.backups().create("", Reason.SCHEDULE, Caller.node());
        }

        List<Vault.Kept> all = node.backups().vault().all();
        assertThat(all).filteredOn(kept -> kept.reason() == Reason.UPGRADE).hasSize(3);
        assertThat(all).filteredOn(kept -> kept.reason() == Reason.SCHEDULE).hasSize(1);
        assertThat(all)
                .filteredOn(kept -> kept.reason() == Reason.ASKED)
                .extracting(Vault.Kept::name)
                .containsExactly(asked);
        assertThat(all).extracting(Vault.Kept::name).anyMatch(name -> name.endsWith("Z__upgrade.tar.gz.age"));
        assertThat(all).extracting(Vault.Kept::service).containsOnly("");
    }

    /** Wherever the folder of the backups is, and however much of that is to be saved. */
    @Test
    void hasNoBackupInABackup() throws Exception {
        for (String where : List.of("data/pads/copies", "etc/copies", "base/deploy")) {
            var other = new TestNode(folder.resolve(where));
            other.write("data/pads/db", "pads");
            other.with("folder", other.place.data().resolveSibling(where).toString());
            other.backup();
            other.backups().restore(other.backup(), TestNode.KEY.secret(), "", false, Caller.node());

            assertThat(other.jobs.reason()).isEmpty();
            assertThat(other.staged().keySet())
                    .as(where)
                    .contains("new/data/pads/db")
                    .noneMatch(name -> name.endsWith(Vault.ENDING));
        }
    }

    @Test
    void opensWithTheFileThatTheConsoleSaved() throws Exception {
        String secret = TestNode.KEY.secret();

        assertThat(RecoveryKey.typed("# alpha\n# " + TestNode.KEY.recipient() + "\r\n" + secret + "\r\n"))
                .isEqualTo(secret);
        // As a field of one line has it.
        assertThat(RecoveryKey.typed("# alpha # " + TestNode.KEY.recipient() + ' ' + secret))
                .isEqualTo(secret);
        assertThat(RecoveryKey.typed(' ' + secret.substring(0, 40) + "\n  " + secret.substring(40)))
                .isEqualTo(secret);
    }

    /** What was opened of a backup when the node was killed is in the clear. */
    @Test
    void leavesNothingOfARestoreThatWasKilled() throws Exception {
        node.write("data/restore/unpacked/data/node/identity.pem", "somebody's");
        node.write("data/restore/new/data/node/identity.pem", "somebody's");
        node.backups();
        assertThat(node.staged()).isEmpty();

        node.write("data/restore/new/data/node/identity.pem", "somebody's");
        node.write("data/restore/ready", "node");
        node.backups();
        assertThat(node.staged()).hasSize(2);
    }

    @Test
    void refusesACopyThatItsServiceCannotUse() throws Exception {
        node.write("data/pads/db", "pads");
        node.with(new Said("cloudy.pads", () -> List.of(part("db", "data/pads/db"))));
        String name = node.backup();
        Files.delete(node.place.data().resolve("pads/db"));
        String without = node.backup();

        node.backups().verify(without, TestNode.KEY.secret(), Caller.node());
        assertThat(node.jobs.reason()).isEqualTo("Nothing of db is in it.");
        node.backups().verify(name, TestNode.KEY.secret(), Caller.node());
        assertThat(node.jobs.reason()).isEmpty();
    }

    @Test
    void stopsAServiceForAsLongAsItHasTo() throws Exception {
        node.write("data/pads/db", "pads");
        node.service("cloudy.pads", true);
        node.with(
                new Said("cloudy.pads", () -> List.of(part("db", "data/pads/db").whileStopped())));

        node.backup();

        assertThat(node.switched).containsExactly("cloudy.pads off", "cloudy.pads on");
        assertThat(node.place.data().resolve("backup/stopped")).doesNotExist();
        node.service("cloudy.pads", false);
        node.write("data/backup/stopped", "cloudy.pads");
        node.backups();
        assertThat(node.switched).endsWith("cloudy.pads on").hasSize(3);
    }

    @Test
    void failsWhenAServiceCannotSayWhatItNeeds() throws Exception {
        node.with(new Said("cloudy.pads", () -> {
            throw new IOException("the disk is gone");
        }));

        assertThat(node.backup()).isEqualTo("none: cloudy.pads does not say what has to be saved: the disk is gone");
        assertThat(node.backups().vault().all()).isEmpty();
    }

    @Test
    void makesNoneLargerThanAllowed() throws Exception {
        node.with("maxMb", 1);
        node.write("data/pads/db", "x".repeat(1 << 20));

        assertThat(node.backup()).isEqualTo("none: The backup has more than 1 MB, which is the limit.");
        try (var files = Files.list(node.place.data().resolve("backups"))) {
            assertThat(files).isEmpty();
        }
    }

    private void syncthing() throws IOException {
        node.write("data/syncthing/home/config.xml", "<configuration/>");
        node.write("data/syncthing/home/index-v1/db", "made anew");
        node.write("data/syncthing/folders/photos/sea.jpg", "blue");
        Files.createSymbolicLink(node.place.data().resolve("syncthing/folders/photos/last"), Path.of("sea.jpg"));
        Files.createSymbolicLink(node.place.data().resolve("syncthing/folders/photos/out"), Path.of("/etc"));
        node.write("elsewhere/note", "far");
        node.with(new Said(
                SYNC,
                () -> List.of(
                        part("state", "data/syncthing").without("folders", "home/index-*"),
                        part("photos", "data/syncthing/folders/photos"),
                        part("away", "elsewhere"))));
    }

    private Part part(String name, String path) {
        return Part.of(name, Texts.of(name), node.place.data().resolveSibling(path));
    }

    private Path vault(String name) {
        return node.place.data().resolve("backups").resolve(name);
    }

    /** Another node, which has the backup. */
    private TestNode carried(String name) throws IOException {
        var fresh = new TestNode(folder.resolve("b"));
        fresh.write("data/node/identity.pem", "another identity");
        fresh.write("data/backups/" + name, "");
        Files.write(fresh.place.data().resolve("backups").resolve(name), Files.readAllBytes(vault(name)));
        return fresh;
    }
}
