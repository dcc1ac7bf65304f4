// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.Text;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder in which backups are. It may be full of other files, and have other nodes' backups, which are listed, and
 * never removed by the node itself.
 */
final class Vault {

    /** How the name of a backup ends. */
    static final String ENDING = ".tar.gz.age";

    /** By which a clock is wrong, and not set a little. */
    private static final Duration WRONG = Duration.ofDays(1);

    private static final int MAX_LISTED = 10_000;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,200}\\.tar\\.gz\\.age");
    /** The name of a node has no underscore. */
    private static final Pattern MADE = Pattern.compile("([A-Za-z0-9-]{1,63})_(\\d{8}T\\d{6}Z)(?:__(schedule|upgrade))?"
            + "(?:_([A-Za-z0-9][A-Za-z0-9._~-]{0,119}))?\\.tar\\.gz\\.age");

    private final Path folder;

    Vault(Path folder) {
        this.folder = folder;
    }

    /**
     * A backup in the folder.
     *
     * @param name of the file
     * @param node the name of the node that it is of, as far as the file says so
     * @param service whose it is; empty for a whole node's
     */
    record Kept(String name, String node, String service, Reason reason, Instant created, long bytes) {}

    Path folder() {
        return folder;
    }

    /** Where a file that is not finished is. */
    Path unfinished(String name) {
        return folder.resolve(AtomicFile.UNFINISHED + name);
    }

    /** The name of a backup that is made now. */
    String name(String node, String service, Reason reason, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.SECONDS);
        String name;
        do {
            name = node
                    + '_'
                    + STAMP.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC))
                    + (reason == Reason.ASKED ? "" : "__" + reason.word())
                    + (service.isEmpty() ? "" : '_' + service)
                    + ENDING;
            at = at.plusSeconds(1);
        } while (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
        return name;
    }

    /** All of them, the latest first. */
    List<Kept> all() throws IOException {
        List<Kept> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
                for (Path file : files) {
                    if (all.size() < MAX_LISTED
                            && FILE.matcher(file.getFileName().toString()).matches()
                            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        all.add(kept(file));
                    }
                }
            }
        }
        all.sort(Comparator.comparing(Kept::created).thenComparing(Kept::name).reversed());
        return all;
    }

    private static Kept kept(Path file) throws IOException {
        String name = file.getFileName().toString();
        long bytes = Files.size(file);
        Matcher made = MADE.matcher(name);
        if (made.matches()) {
            try {
                return new Kept(
                        name,
                        made.group(1),
                        made.group(4) == null ? "" : made.group(4),
                        made.group(3) == null ? Reason.ASKED : Reason.of(made.group(3)),
                        LocalDateTime.parse(made.group(2), STAMP).toInstant(ZoneOffset.UTC),
                        bytes);
            } catch (DateTimeException e) {
                // Somebody else's, with another idea of a month.
            }
        }
        return new Kept(
                name, "", "", Reason.ASKED, Files.getLastModifiedTime(file).toInstant(), bytes);
    }

    /** The file with this name; refuses what is none. */
    Path find(String name) {
        Path file = folder.resolve(checked(name));
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw Problem.notFound(
                    Texts.of("No existeix aquesta còpia.", "No existe esta copia.", "There is no such backup."));
        }
        return file;
    }

    /** The name itself, if it can be that of a backup. */
    static String checked(String name) {
        if (!FILE.matcher(name).matches()) {
            throw Problem.of(
                    400,
                    Texts.of(
                                    "%s no és el nom de cap còpia: acaba en %s.",
                                    "%s no es el nombre de ninguna copia: termina en %s.",
                                    "%s is no name of a backup: that ends with %s.")
                            .with(Text.clean(name, 80), ENDING),
                    "name");
        }
        return name;
    }

    void remove(String name) throws IOException {
        AtomicFile.delete(find(name));
    }

    /**
     * Drops what a node of this name has left half made when it was killed; nobody may be at work.
     *
     * @param node whose; empty for everybody's
     */
    void tidy(String node) throws IOException {
        if (Files.isDirectory(folder)) {
            AtomicFile.sweep(folder, node.isEmpty() ? "*" : node + "_*");
        }
    }

    /**
     * Removes the oldest of the same node and service that were made for the same reason, beyond a number. Those of the
     * future were made by a clock that was wrong, and are taken for older than all others: they would outlive them.
     */
    List<String> prune(String node, String service, Reason reason, int most, Instant now) throws IOException {
        List<String> gone = new ArrayList<>();
        Instant future = now.plus(WRONG);
        List<Kept> same = all().stream()
                .filter(kept -> kept.node().equals(node) && kept.service().equals(service) && kept.reason() == reason)
                .sorted(Comparator.comparing(kept -> kept.created().isAfter(future)))
                .toList();
        for (Kept old : same.subList(Math.min(most, same.size()), same.size())) {
            AtomicFile.delete(folder.resolve(old.name()));
            gone.add(old.name());
        }
        return gone;
    }
}
