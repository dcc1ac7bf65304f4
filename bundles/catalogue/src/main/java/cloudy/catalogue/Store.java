// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.file.AtomicFile;
import cloudy.api.file.Trees;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was fetched, in {@code ${karaf.data}/catalogue}: a folder for each file of a repository, named by its hash, which
 * is there only when it is complete. Of a publisher's files, of which there come new ones, a small file beside them says
 * which is the last.
 */
final class Store {

    static final String FEATURES = "features.xml";

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String REPOSITORY = "repository.xml";
    private static final String SIGNATURE = "repository.xml.sig";
    private static final String SOURCE = "source";
    private static final String LAST = "last-";

    /** What one of the same content replaces; back in its place after a kill before it was. */
    private static final String OLD = AtomicFile.UNFINISHED + "old-";

    private final Path root;

    Store(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** What is kept of a repository, if it is whole; of a publisher's files the last one. */
    Optional<Stored> find(Source source) {
        return hash(source).flatMap(hash -> find(source, hash));
    }

    private Optional<String> hash(Source source) {
        if (source.pin() instanceof Pin.Content content) {
            return Optional.of(content.sha256());
        }
        try {
            return Optional.of(Files.readString(last(source)).strip()).filter(hash -> hash.matches(Hash.PATTERN));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("what was fetched from {} is not used: {}", source.address(), e.toString());
            return Optional.empty();
        }
    }

    private Path last(Source source) {
        return root.resolve(LAST + Hash.of(source.toString()));
    }

    /** Whether there is no newer file of the same repository. */
    boolean isLast(Stored stored) {
        return hash(stored.source()).filter(stored.sha256()::equals).isPresent();
    }

    private Optional<Stored> find(Source source, String hash) {
        Path folder = root.resolve(hash);
        try {
            byte[] content = Files.readAllBytes(folder.resolve(REPOSITORY));
            if (!Hash.of(content).equals(hash)) {
                throw new Refusal(
                        Texts.of("el seu fitxer ha canviat", "su fichero ha cambiado", "its file was changed"));
            }
            if (source.key().isPresent()
                    && !source.key().get().hasSigned(content, Files.readAllBytes(folder.resolve(SIGNATURE)))) {
                throw new Refusal(Texts.of(
                        "el seu fitxer no està signat amb la clau de qui el publica",
                        "su fichero no está firmado con la clave de quien lo publica",
                        "its file is not signed with the publisher's key"));
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
                Source source =
                        Source.parse(Files.readString(folder.resolve(SOURCE)).strip());
                find(source, folder.getFileName().toString()).ifPresent(all::add);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} is not used: {}", folder.getFileName(), e.toString());
            }
        }
        return all;
    }

    /** An empty folder to fetch into, which a {@link #keep} must follow, or a {@link #drop}. */
    Path begin(Repositories.Preview preview) throws IOException {
        AtomicFile.privateFolder(root);
        Path unfinished = root.resolve(AtomicFile.UNFINISHED + preview.sha256());
        Trees.delete(unfinished);
        return AtomicFile.privateFolder(unfinished);
    }

    /** Keeps what was fetched: all of it is on the disk when this returns. */
    Stored keep(Path unfinished, Repositories.Preview preview) throws IOException {
        Source source = preview.source();
        Path folder = root.resolve(preview.sha256());
        var stored = new Stored(source, preview.file(), folder);
        AtomicFile.write(unfinished.resolve(REPOSITORY), preview.content());
        AtomicFile.write(unfinished.resolve(SIGNATURE), preview.signature());
        AtomicFile.write(unfinished.resolve(SOURCE), source.toString().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(unfinished.resolve(FEATURES), features(stored));
        Path old = root.resolve(OLD + preview.sha256());
        if (Files.exists(folder)) {
            Trees.delete(old);
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.syncFolder(root);
        Trees.delete(old);
        if (source.key().isPresent()) {
            AtomicFile.write(last(source), preview.sha256().getBytes(StandardCharsets.UTF_8));
        }
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
        Trees.delete(folder);
    }

    /** Forgets what a fetch that was killed has left, and what says something of repositories that are gone. */
    void sweep() throws IOException {
        if (Files.isDirectory(root)) {
            try (Stream<Path> left = Files.list(root)) {
                for (Path each : left.sorted().toList()) {
                    String name = each.getFileName().toString();
                    Path replaced = root.resolve(name.substring(name.startsWith(OLD) ? OLD.length() : 0));
                    if (name.startsWith(OLD) && !Files.exists(replaced)) {
                        Files.move(each, replaced, StandardCopyOption.ATOMIC_MOVE);
                    } else if (name.startsWith(AtomicFile.UNFINISHED) || (name.startsWith(LAST) && isDangling(each))) {
                        Trees.delete(each);
                    }
                }
            }
        }
    }

    private boolean isDangling(Path last) throws IOException {
        String hash = Files.readString(last).strip();
        return !hash.matches(Hash.PATTERN) || !Files.isDirectory(root.resolve(hash));
    }

    private List<Path> folders() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> folder.getFileName().toString().matches(Hash.PATTERN))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
