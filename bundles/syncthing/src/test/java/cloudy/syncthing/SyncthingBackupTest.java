// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static cloudy.syncthing.ConnectActionTest.answer;
import static cloudy.syncthing.ConnectActionTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.backup.Part;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.file.Trees;
import cloudy.api.form.Texts;
import cloudy.testing.Announced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class SyncthingBackupTest {

    @TempDir
    private Path folder;

    @Test
    void hasNothingToSaveBeforeThereIsAnything() throws IOException {
        assertThat(new SyncthingBackup(folder.resolve("never")).parts()).isEmpty();
    }

    @Test
    void savesOfAForeignSyncthingOnlyWhatTheNodeKnows() throws IOException {
        Files.writeString(folder.resolve("connected.json"), "[]");

        assertThat(new SyncthingBackup(folder).parts()).extracting(Part::name).containsExactly("state");
        Files.createDirectories(folder.resolve("copy/state"));
        assertThat(new SyncthingBackup(folder).check(folder.resolve("copy")).grade())
                .isEqualTo(Grade.FINE);
    }

    @Test
    void readsNoEntitiesAndNoHugeConfiguration() throws IOException {
        var home = new Home(folder.resolve("copy/state"));
        Files.createDirectories(home.program());
        Files.writeString(
                home.config(),
                "<!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><configuration>&x;</configuration>");
        assertThat(checked().text().in(List.of())).contains("config.xml is no XML");
        assertThat(checked().text().in(List.of(Locale.forLanguageTag("ca"))))
                .endsWith("no serveix: config.xml no és XML.");

        Files.write(home.config(), new byte[9 * 1024 * 1024]);
        assertThat(checked().text().in(List.of())).contains("longer than");
    }

    @Test
    void namesACopyOfAFolderByWhatCanBeAFile() {
        assertThat(new SavedConfig.Folder("photos-1", "Photos", folder).part()).isEqualTo("folder-photos-1");
        String hostile = new SavedConfig.Folder("../../<b>", "x", folder).part();
        assertThat(hostile).matches("folder-[A-Za-z0-9._-]+").doesNotContain("/");
        assertThat(hostile).isNotEqualTo(new SavedConfig.Folder("../..\"<b", "x", folder).part());
        assertThat(Part.of(hostile, Texts.of("x"), folder).name()).isEqualTo(hostile);
    }

    @Test
    @EnabledIf("cloudy.syncthing.RealSyncthing#isInstalled")
    void bringsTheSameDeviceAndItsFoldersBack() throws Exception {
        Path copy = folder.resolve("copy");
        DeviceId before;
        Path home;
        try (var anna = new RealSyncthing(folder, "anna")) {
            before = anna.awaitUp();
            home = anna.folder;
            var operations = new SyncthingOperations(Announced.of(), anna.service);
            answer(operations, "addSyncthingFolder", Map.of(), Map.of("id", "notes", "path", "notes"));
            Files.writeString(home.resolve("folders/notes/one"), "one");
            // Hot: the program runs, and so it does while it is saved.
            save(new SyncthingBackup(home).parts(), copy);
        }
        assertThat(checked().grade()).isEqualTo(Grade.FINE);
        assertThat(copy.resolve("state/home")).isDirectoryNotContaining("glob:**/index-*");
        assertThat(copy.resolve("state/folders")).doesNotExist();

        Trees.delete(home);
        restore(copy, home);

        try (var anna = new RealSyncthing(folder, "anna")) {
            assertThat(anna.awaitUp()).isEqualTo(before);
            await(() -> anna.syncthing().folders().find("notes").isPresent());
            assertThat(home.resolve("folders/notes/one")).hasContent("one");
            assertThat(new FoldersCheck(anna.service).look().grade()).isEqualTo(Grade.FINE);
        }
        refusesADamaged(copy, before);
    }

    private void refusesADamaged(Path copy, DeviceId device) throws IOException {
        Path config = copy.resolve("state/home/config.xml");
        byte[] good = Files.readAllBytes(config);
        Files.write(config, new byte[] {'<'}, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(checked().text().in(List.of())).contains("config.xml is no XML");
        Files.writeString(config, new String(good, StandardCharsets.UTF_8).replace(device.text(), FakeSyncthing.OWN));
        assertThat(checked().text().in(List.of())).contains("another device's");
        Files.write(config, good);

        Trees.delete(copy.resolve("folder-notes"));
        assertThat(checked().text().in(List.of())).contains("the folder notes");
        Files.delete(copy.resolve("state/home/key.pem"));
        assertThat(checked().grade()).isEqualTo(Grade.FAULT);
        Trees.delete(copy.resolve("state"));
        assertThat(checked().text().in(List.of())).contains("no state");
    }

    private Finding checked() throws IOException {
        return new SyncthingBackup(folder.resolve("unused")).check(folder.resolve("copy"));
    }

    /** As whoever saves does: each part below its name, without what is left out. */
    private static void save(List<Part> parts, Path copy) throws IOException {
        for (Part part : parts) {
            var left = part.without().stream()
                    .map(pattern -> part.path().getFileSystem().getPathMatcher("glob:" + pattern))
                    .toList();
            try (Stream<Path> all = Files.walk(part.path())) {
                for (Path one : all.sorted().toList()) {
                    Path within = part.path().relativize(one);
                    boolean out = Stream.iterate(within, path -> path != null, Path::getParent)
                            .anyMatch(path -> left.stream().anyMatch(pattern -> pattern.matches(path)));
                    if (!out) {
                        Files.createDirectories(
                                copy.resolve(part.name()).resolve(within).getParent());
                        Files.copy(one, copy.resolve(part.name()).resolve(within.toString()));
                    }
                }
            }
        }
    }

    private static void restore(Path copy, Path home) throws IOException {
        save(List.of(Part.of("syncthing", Texts.of("x"), copy.resolve("state"))), home.getParent());
        Files.createDirectories(home.resolve("folders"));
        save(List.of(Part.of("notes", Texts.of("x"), copy.resolve("folder-notes"))), home.resolve("folders"));
    }
}
