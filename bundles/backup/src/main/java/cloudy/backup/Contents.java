// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What goes into a backup.
 *
 * @param items files and folders, by the name that they get
 * @param parts those of them that services want to have saved
 * @param stopped services that have to be stopped for it
 */
record Contents(List<Item> items, List<About.Saved> parts, Set<String> stopped) {

    /** Something to be saved; of a folder all that is in it, but for what matches one of the patterns. */
    record Item(String name, Path path, List<PathMatcher> without) {

        static Item of(String name, Path path) {
            return new Item(name, path, List.of());
        }
    }

    /** That of the whole node. */
    static Contents ofNode(Place place, List<Backup> backups) throws IOException, InterruptedException {
        var contents = new Contents(new ArrayList<>(), new ArrayList<>(), new HashSet<>());
        for (Path file : listed(place.etc())) {
            String name = file.getFileName().toString();
            if (!Names.isOfTheVersion(name) && Names.isGood(name) && !name.startsWith(".")) {
                contents.items.add(Item.of(Names.ETC + '/' + name, file));
            }
        }
        for (Backup backup : backups) {
            contents.add(backup, place);
        }
        for (Path folder : listed(place.data())) {
            String word = folder.getFileName().toString();
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Names.isSaved(word)
                    && !contents.isSaidByService(word)) {
                // Programs write their log there, which nobody misses.
                contents.items.add(new Item(Names.DATA + '/' + word, folder, matchers(List.of("*/output.log*"))));
            }
        }
        for (Path file : listed(place.deploy())) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && !file.getFileName().toString().startsWith(".")) {
                contents.items.add(Item.of(Names.DEPLOY + '/' + file.getFileName(), file));
            }
        }
        return contents;
    }

    /** That of one service: its settings, and what it wants to have saved, or else all that it keeps. */
    static Contents ofService(Place place, String service, List<Backup> backups)
            throws IOException, InterruptedException {
        var contents = new Contents(new ArrayList<>(), new ArrayList<>(), new HashSet<>());
        for (Path file : listed(place.etc())) {
            if (isOf(service, file.getFileName().toString())) {
                contents.items.add(Item.of(Names.ETC + '/' + file.getFileName(), file));
            }
        }
        boolean said = false;
        for (Backup backup : backups) {
            if (backup.service().equals(service)) {
                said = true;
                contents.add(backup, place);
            }
        }
        String word = service.substring(service.indexOf('.') + 1);
        Path folder = place.data().resolve(word);
        if (!said && Names.isGood(word) && Names.isSaved(word) && Files.isDirectory(folder)) {
            contents.items.add(Item.of(Names.DATA + '/' + word, folder));
        }
        if (contents.items.isEmpty()) {
            throw Explained.failure(Texts.of(
                            "De %s no hi ha res a desar.",
                            "De %s no hay nada que guardar.", "There is nothing of %s to be saved.")
                    .with(Refusal.shown(service)));
        }
        return contents;
    }

    /** Whether a file of {@code etc/} has the settings of a service, or of one of a list of things of it. */
    static boolean isOf(String service, String file) {
        String stem = service.replace('~', '-');
        return file.equals(stem + ".cfg")
                || (file.endsWith(".cfg") && (file.startsWith(stem + '-') || file.startsWith(stem + '.')));
    }

    private void add(Backup backup, Place place) throws IOException, InterruptedException {
        try {
            for (Part part : backup.parts()) {
                var saved = About.Saved.of(backup.service(), part.name(), part.path(), place.data());
                parts.add(saved);
                items.add(new Item(saved.folder(), part.path(), matchers(part.without())));
                if (part.when() == Part.When.STOPPED) {
                    stopped.add(backup.service());
                }
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // A backup that silently lacks something is worse than none.
            throw Explained.failure(
                    Texts.of(
                                    "%s no diu què s'ha de desar: %s",
                                    "%s no dice qué hay que guardar: %s", "%s does not say what has to be saved: %s")
                            .with(backup.service(), Explained.of(e)),
                    e);
        }
    }

    private boolean isSaidByService(String word) {
        String folder = Names.DATA + '/' + word;
        return parts.stream()
                .map(About.Saved::path)
                .anyMatch(path -> path.equals(folder) || path.startsWith(folder + '/'));
    }

    private static List<PathMatcher> matchers(List<String> patterns) {
        return patterns.stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
    }

    private static List<Path> listed(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
                found.forEach(all::add);
            }
        }
        all.sort(null);
        return all;
    }
}
