// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Text;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that were changed on both sides: Syncthing keeps the one that lost as {@code name.sync-conflict-….ext}, and has no
 * list of them. The disk is looked through again only when the folder has changed, and not more often than twice a minute.
 */
final class Conflicts {

    private static final String MARK = ".sync-conflict-";
    private static final int MOST = 50;
    private static final int MOST_LOOKED_AT = 50_000;
    private static final int MAX_PATH = 255;
    private static final int MOST_FOLDERS = 256;
    private static final long FRESH_NANOS = 30_000_000_000L;

    private final Map<String, Seen> seen = new LinkedHashMap<>();

    private record Seen(long sequence, long nanos, List<String> paths) {}

    /** The paths in the folder, at most so many as a page can show. */
    synchronized List<String> in(String folder, String path, long sequence) {
        Seen before = seen.get(folder);
        if (before != null && (before.sequence() == sequence || System.nanoTime() - before.nanos() < FRESH_NANOS)) {
            return before.paths();
        }
        List<String> paths = walk(Path.of(path));
        if (seen.size() >= MOST_FOLDERS) {
            seen.clear();
        }
        seen.put(folder, new Seen(sequence, System.nanoTime(), paths));
        return paths;
    }

    private static List<String> walk(Path folder) {
        List<String> found = new ArrayList<>();
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {

            private int looked;

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().contains(MARK)) {
                    found.add(Text.clean(folder.relativize(file).toString(), MAX_PATH));
                }
                return ++looked < MOST_LOOKED_AT && found.size() < MOST
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException closed) {
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException unreadable) {
            // Syncthing says by itself of a folder that it cannot be read.
            return List.of();
        }
        return List.copyOf(found);
    }
}
