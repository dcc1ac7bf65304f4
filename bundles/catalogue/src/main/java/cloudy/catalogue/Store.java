// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was fetched, in {@code ${karaf.data}/catalogue}: a folder for each repository, named by its hash, which is there
 * only when it is complete.
 */
final class Store {

    static final String FEATURES = "features.xml";

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String REPOSITORY = "repository.xml";
    private static final String ADDRESS = "address";

    private final Path root;

    Store(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** What is kept under a hash, if it is whole. */
    Optional<Stored> find(Source source) {
        Path folder = root.resolve(source.sha256());
        try {
            byte[] content = Files.readAllBytes(folder.resolve(REPOSITORY));
            if (!Hash.of(content).equals(source.sha256())) {
                throw new Refusal(
                        Texts.of("el seu fitxer ha canviat", "su fichero ha cambiado", "its file was changed"));
            }
            var stored = new Stored(source, RepositoryReader.read(content, source.address()), folder);
            for (var item : stored.file().bundles().toList()) {
                if (!Files.isRegularFile(stored.jar(item))) {
                    throw new Refusal(Texts.of("el paquet %s falta", "el paquete %s falta", "bundle %s is missing")
                            .with(item.shown()));
                }
            }
            return Optional.of(stored);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | Refusal e) {
            LOG.warn("what was fetched from {} is not used: {}", source.address(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Everything that is kept and whole. */
    List<Stored> all() {
        var all = new ArrayList<Stored>();
        for (Path folder : folders()) {
            try {
                String address = Files.readString(folder.resolve(ADDRESS)).strip();
                find(Source.of(address, folder.getFileName().toString())).ifPresent(all::add);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} is not used: {}", folder.getFileName(), e.toString());
            }
        }
        return all;
    }

    /** An empty folder to fetch into, which a {@link #keep} must follow, or a {@link #drop}. */
    Path begin(Source source) throws IOException {
        AtomicFile.privateFolder(root);
        Path unfinished = root.resolve(AtomicFile.UNFINISHED + source.sha256());
        delete(unfinished);
        return AtomicFile.privateFolder(unfinished);
    }

    /** Keeps what was fetched: all of it is on the disk when this returns. */
    Stored keep(Path unfinished, Source source, RepositoryFile file, byte[] content) throws IOException {
        Path folder = root.resolve(source.sha256());
        var stored = new Stored(source, file, folder);
        AtomicFile.write(unfinished.resolve(REPOSITORY), content);
        AtomicFile.write(
                unfinished.resolve(ADDRESS), source.address().toString().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(unfinished.resolve(FEATURES), features(stored));
        delete(folder);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.syncFolder(root);
        return stored;
    }

    /** Has the file for Karaf name the bundles where they are now: the node may have been moved. */
    void refresh(Stored stored) throws IOException {
        Path file = stored.folder().resolve(FEATURES);
        byte[] wanted = features(stored);
        if (!Files.exists(file)
                || !new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .equals(new String(wanted, StandardCharsets.UTF_8))) {
            AtomicFile.write(file, wanted);
        }
    }

    private static byte[] features(Stored stored) {
        return FeaturesFile.of(stored.file(), item -> stored.jar(item).toUri()).getBytes(StandardCharsets.UTF_8);
    }

    /** Forgets a repository. */
    void drop(Path folder) throws IOException {
        delete(folder);
    }

    /** Forgets what a fetch that was killed has left. */
    void sweep() throws IOException {
        if (Files.isDirectory(root)) {
            try (Stream<Path> left = Files.list(root)) {
                for (Path folder : left.filter(
                                each -> each.getFileName().toString().startsWith(AtomicFile.UNFINISHED))
                        .toList()) {
                    delete(folder);
                }
            }
        }
    }

    private List<Path> folders() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> folder.getFileName().toString().matches(Source.HASH))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
