// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the settings files that were taken last, which outlive a restart and the loss of Karaf's cache.
 *
 * <p>A file can be taken before the bundle is there that says what may be in it. Such a copy is kept beside the one
 * that was checked, never in its place: it may turn out to be bad.
 */
final class LastGood {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    private final Path folder;
    private final Path checked;
    private final Path unchecked;
    private final Path refused;

    LastGood(Path folder) {
        this.folder = folder;
        checked = folder.resolve("checked");
        unchecked = folder.resolve("unchecked");
        refused = folder.resolve("refused");
    }

    /** Makes the folders, and deletes what a kill and files that are gone left in them. */
    void open(Set<String> files) {
        try {
            Files.createDirectories(folder.getParent());
            for (Path each : List.of(folder, checked, unchecked, refused)) {
                AtomicFile.privateFolder(each);
                AtomicFile.sweep(each, "cloudy.*");
            }
            for (String name : names()) {
                if (!files.contains(name)) {
                    forget(name);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.error("data/settings: {}; the last good settings are not kept", e.toString());
        }
    }

    /** Keeps what was taken; does nothing when it is kept already. */
    void keep(String name, byte[] content, boolean wasChecked) {
        try {
            if (wasChecked) {
                replace(checked.resolve(name), content);
                AtomicFile.delete(unchecked.resolve(name));
            } else if (holds(checked.resolve(name), content)) {
                AtomicFile.delete(unchecked.resolve(name));
            } else {
                replace(unchecked.resolve(name), content);
            }
        } catch (IOException e) {
            LOG.error("data/settings/{} cannot be kept: {}", name, e.toString());
        }
    }

    /** Keeps a file that was not taken and is about to be written over, for whoever wrote it. */
    void keepRefused(String name, byte[] content) throws IOException {
        replace(refused.resolve(name), content);
    }

    /** What was taken before, the latest first. */
    List<byte[]> of(String name) {
        var copies = new ArrayList<byte[]>();
        for (Path copy : List.of(unchecked.resolve(name), checked.resolve(name))) {
            if (Files.isRegularFile(copy)) {
                try (InputStream in = Files.newInputStream(copy)) {
                    copies.add(in.readNBytes(EtcFolder.MAX_BYTES));
                } catch (IOException e) {
                    LOG.error("{} cannot be read: {}", copy, e.toString());
                }
            }
        }
        return copies;
    }

    /** Forgets a file that was deleted. */
    void forget(String name) {
        try {
            AtomicFile.delete(unchecked.resolve(name));
            AtomicFile.delete(checked.resolve(name));
        } catch (IOException e) {
            LOG.error("data/settings/{} cannot be deleted: {}", name, e.toString());
        }
    }

    private List<String> names() throws IOException {
        var names = new ArrayList<String>();
        for (Path each : List.of(checked, unchecked)) {
            try (DirectoryStream<Path> copies = Files.newDirectoryStream(each)) {
                copies.forEach(copy -> names.add(copy.getFileName().toString()));
            }
        }
        return names;
    }

    private static void replace(Path copy, byte[] content) throws IOException {
        if (!holds(copy, content)) {
            AtomicFile.write(copy, content);
        }
    }

    private static boolean holds(Path copy, byte[] content) throws IOException {
        return Files.isRegularFile(copy) && Arrays.equals(Files.readAllBytes(copy), content);
    }
}
