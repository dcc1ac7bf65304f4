// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.backup.Backup;
import cloudy.api.doctor.Finding;
import cloudy.api.file.AtomicFile;
import cloudy.api.file.Trees;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes ready, in {@code data/restore/new}, what {@code bin/cloudy} puts in place before the node starts the next time:
 * folders {@code etc}, {@code data} and {@code deploy}, each thing in which takes the place of the one of that name. It does
 * so once {@code data/restore/ready} says {@code node} or {@code service}; until that is written nothing has happened.
 */
final class Stage {

    private final Place place;
    private final Path unpacked;
    private final Path wanted;
    private final Path ready;
    private final Consumer<String> log;

    Stage(Place place, Consumer<String> log) {
        this.place = place;
        this.log = log;
        unpacked = place.restore().resolve("unpacked");
        wanted = place.restore().resolve("new");
        ready = place.restore().resolve("ready");
    }

    /** An empty folder for what a backup has. */
    Path begin() throws IOException {
        AtomicFile.privateFolder(place.restore());
        clear();
        return AtomicFile.privateFolder(unpacked);
    }

    /** What was made ready before is forgotten. */
    private void forget() throws IOException {
        AtomicFile.delete(ready);
        Trees.delete(wanted);
    }

    /** Deletes what is not ready. */
    void clear() throws IOException {
        Trees.delete(unpacked);
        if (Files.notExists(ready)) {
            Trees.delete(wanted);
        }
    }

    /** Deletes what a node that was killed has left: it is somebody's data, in the clear. */
    void tidy() {
        try {
            if (Files.isDirectory(place.restore())) {
                clear();
            }
        } catch (IOException e) {
            log.accept("what was left of a restore is still there: " + e);
        }
    }

    /** Has each service look whether its copy is whole. */
    void check(About about, List<Backup> backups) throws IOException, InterruptedException {
        for (String service : about.parts().stream()
                .map(About.Saved::service)
                .distinct()
                .sorted()
                .toList()) {
            List<Backup> checkers = backups.stream()
                    .filter(backup -> backup.service().equals(service))
                    .toList();
            if (checkers.isEmpty()) {
                log.accept(service + " is not installed here, so nobody looked whether its copy is whole");
            }
            for (Backup checker : checkers) {
                Finding finding = found(checker, unpacked.resolve(Names.PARTS).resolve(service));
                if (finding.grade() == Finding.Grade.FAULT) {
                    throw Explained.failure(finding.text());
                }
                log.accept(finding.text().english());
            }
        }
    }

    private static Finding found(Backup checker, Path copy) throws IOException, InterruptedException {
        try {
            return checker.check(copy);
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Makes the whole node ready. */
    void node(About about, String version) throws IOException {
        if (!about.service().isEmpty()) {
            throw Refusal.broken(
                    "només té %s, no el node",
                    "solo tiene %s, no el nodo", "it has %s only, not the node", Refusal.shown(about.service()));
        }
        if (!Files.isRegularFile(unpacked.resolve("data/node/identity.pem"), LinkOption.NOFOLLOW_LINKS)) {
            throw Refusal.broken("no té cap identitat", "no tiene ninguna identidad", "it has no identity");
        }
        forget();
        for (String root : List.of(Names.ETC, Names.DATA, Names.DEPLOY)) {
            Path from = unpacked.resolve(root);
            Path to = AtomicFile.privateFolder(wanted.resolve(root));
            if (Files.isDirectory(from)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
                    for (Path each : all) {
                        if (isWanted(
                                root,
                                each.getFileName().toString(),
                                about.version().equals(version))) {
                            Files.move(each, to.resolve(each.getFileName()));
                        }
                    }
                }
            }
        }
        parts(about.parts());
        finish("node");
    }

    /** What Karaf itself keeps in {@code etc/} is as its version wants it. */
    private boolean isWanted(String root, String name, boolean sameVersion) {
        if (!root.equals(Names.ETC)) {
            return true;
        }
        boolean brought = Files.exists(place.home().resolve("etc").resolve(name));
        return !Names.isOfTheVersion(name) && (sameVersion || name.startsWith("cloudy.") || !brought);
    }

    /** Makes one service ready. */
    void service(About about, String service) throws IOException {
        forget();
        AtomicFile.privateFolder(wanted.resolve(Names.DATA));
        AtomicFile.privateFolder(wanted.resolve(Names.ETC));
        boolean any = false;
        Path etc = unpacked.resolve(Names.ETC);
        if (Files.isDirectory(etc)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(etc)) {
                for (Path each : all) {
                    if (Contents.isOf(service, each.getFileName().toString())) {
                        Files.move(each, wanted.resolve(Names.ETC).resolve(each.getFileName()));
                        any = true;
                    }
                }
            }
        }
        String word = service.substring(service.indexOf('.') + 1);
        Path data = unpacked.resolve(Names.DATA).resolve(word);
        if (Names.isGood(word) && Names.isSaved(word) && Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(data, wanted.resolve(Names.DATA).resolve(data.getFileName()));
            any = true;
        }
        List<About.Saved> own = about.parts().stream()
                .filter(part -> part.service().equals(service))
                .toList();
        if (!any && own.isEmpty()) {
            throw Refusal.broken(
                    "no té res de %s", "no tiene nada de %s", "it has nothing of %s", Refusal.shown(service));
        }
        parts(own);
        finish("service");
    }

    /** Parts go where they were, if that was in the node's data; a folder is there before those in it. */
    private void parts(List<About.Saved> parts) throws IOException {
        for (About.Saved part :
                parts.stream().sorted(Comparator.comparing(About.Saved::path)).toList()) {
            Path from = unpacked.resolve(part.folder());
            if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            String to = part.path();
            if (!part.isOfNode()) {
                // Whoever made the backup does not say where this node writes.
                to = Names.DATA + "/restored/" + part.service() + '/' + part.part();
                log.accept("was at " + Refusal.shown(part.path()) + ", and will be in " + to + " to be put there");
            }
            Path target = wanted.resolve(to);
            for (Path above = target.getParent(); !above.equals(wanted); above = above.getParent()) {
                if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                    throw inTheWay(part);
                }
            }
            AtomicFile.privateFolder(target.getParent());
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw inTheWay(part);
            }
            Files.move(from, target);
        }
    }

    private static IOException inTheWay(About.Saved part) {
        return Refusal.broken(
                "%s hi és dues vegades", "%s está dos veces en ella", "%s is in it twice", Refusal.shown(part.path()));
    }

    private void finish(String what) throws IOException {
        Trees.delete(unpacked);
        // What an earlier restore put aside.
        Trees.delete(place.restore().resolve("old"));
        AtomicFile.delete(place.restore().resolve("cleared"));
        Trees.sync(wanted);
        AtomicFile.syncFolder(place.restore());
        AtomicFile.write(ready, (what + '\n').getBytes(US_ASCII));
    }

    /** Whether something waits for the next start. */
    boolean isReady() {
        return Files.exists(ready);
    }

    Texts waiting() {
        return Texts.of(
                "La còpia es posarà al seu lloc quan el node es torni a engegar.",
                "La copia se pondrá en su sitio cuando el nodo vuelva a arrancar.",
                "The backup will be put in place when the node starts again.");
    }
}
