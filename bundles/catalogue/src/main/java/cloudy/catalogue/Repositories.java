// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings what others offer as far as this node's own disk, and not a step further. */
final class Repositories {

    static final long MAX_BUNDLE = 64L << 20;
    static final long MAX_ALL = 512L << 20;
    private static final int MAX_SIGNATURE = 1 << 10;

    /** What a repository would bring. */
    static final class Preview {

        private final Source source;
        private final RepositoryFile file;
        private final byte[] content;
        private final byte[] signature;

        private Preview(Source source, RepositoryFile file, byte[] content, byte[] signature) {
            this.source = source;
            this.file = file;
            this.content = content;
            this.signature = signature;
        }

        Source source() {
            return source;
        }

        RepositoryFile file() {
            return file;
        }

        /** The file as it was fetched. */
        byte[] content() {
            return content.clone();
        }

        /** Of the publisher, where his key is pinned; else nothing. */
        byte[] signature() {
            return signature.clone();
        }

        /** Of the file. */
        String sha256() {
            return Hash.of(content);
        }

        /** Stands for all that is shown of it. */
        String digest() {
            var lines = new StringBuilder().append(source);
            for (RepositoryFile.Offered feature : file.features()) {
                lines.append('\n').append(feature.name()).append(' ').append(feature.version());
                feature.bundles().forEach(item -> lines.append(' ').append(item.sha256()));
            }
            return Hash.of(lines.toString());
        }
    }

    private final Fetcher fetcher;
    private final Store store;
    private final Provisioner provisioner;

    Repositories(Fetcher fetcher, Store store, Provisioner provisioner) {
        this.fetcher = fetcher;
        this.store = store;
        this.provisioner = provisioner;
    }

    /** Fetches the file of a repository, which must be what its pin says. */
    Preview preview(Source source) throws Exception {
        byte[] content = fetcher.bytes(source.address(), RepositoryReader.MAX_BYTES);
        byte[] signature = pinned(source, content);
        var preview = new Preview(source, RepositoryReader.read(content, source.address()), content, signature);
        judge(source).check(preview.file());
        return preview;
    }

    /** Refuses a file that is not what the pin says, before anything is read in it; answers its signature if it has one. */
    private byte[] pinned(Source source, byte[] content) throws Refusal, InterruptedException {
        if (source.pin() instanceof Pin.Content pinned) {
            String hash = Hash.of(content);
            if (!hash.equals(pinned.sha256())) {
                throw new Refusal(Texts.of(
                                "el fitxer de %s no té el SHA-256 que es va donar, sinó %s",
                                "el fichero de %s no tiene el SHA-256 que se dio, sino %s",
                                "the file at %s does not have the SHA-256 that was given, but %s")
                        .with(source.address(), hash));
            }
            return new byte[0];
        }
        byte[] signature = fetcher.bytes(source.signature(), MAX_SIGNATURE);
        if (!source.key().orElseThrow().hasSigned(content, signature)) {
            throw new Refusal(Texts.of(
                            "el fitxer de %s no està signat amb la clau que es va donar: la signatura, a %s, és d'algú altre",
                            "el fichero de %s no está firmado con la clave que se dio: la firma, en %s, es de otro",
                            "the file at %s is not signed with the key that was given: its signature, at %s, is another's")
                    .with(source.address(), source.signature()));
        }
        return signature;
    }

    /** Whether this is what was fetched last. */
    boolean has(Preview preview) {
        return store.find(preview.source())
                .filter(stored -> stored.sha256().equals(preview.sha256()))
                .isPresent();
    }

    /** Fetches every bundle, checks each, and keeps all of them or none. */
    Stored fetch(Preview preview, Jobs.Progress progress) throws Exception {
        Source source = preview.source();
        judge(source).check(preview.file());
        Path unfinished = store.begin(preview);
        try {
            var items = preview.file().bundles().distinct().toList();
            var jars = new LinkedHashMap<RepositoryFile.Item, Jar>();
            long all = 0;
            for (RepositoryFile.Item item : items) {
                progress.percent(jars.size() * 90 / items.size());
                progress.step(
                        Texts.of("Es baixa %s", "Se descarga %s", "Fetching %s").with(item.location()));
                jars.put(item, fetch(item, unfinished, MAX_ALL - all));
                all += Files.size(Stored.jar(unfinished, item));
            }
            check(judge(source), jars);
            return store.keep(unfinished, preview);
        } finally {
            store.drop(unfinished);
        }
    }

    private Jar fetch(RepositoryFile.Item item, Path folder, long room) throws Exception {
        Path jar = Stored.jar(folder, item);
        fetcher.file(item.location(), Math.min(MAX_BUNDLE, room), jar);
        if (!Hash.of(jar).equals(item.sha256())) {
            throw new Refusal(Texts.of(
                            "el paquet %s no té el SHA-256 que diu el dipòsit",
                            "el paquete %s no tiene el SHA-256 que dice el repositorio",
                            "bundle %s does not have the SHA-256 that the repository says")
                    .with(item.shown()));
        }
        try (var channel = FileChannel.open(jar, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return Jar.read(jar, item.shown());
    }

    private Judge judge(Source source) throws Exception {
        return new Judge(source, provisioner.known(), store.all(), provisioner.bundles());
    }

    private static void check(Judge judge, Map<RepositoryFile.Item, Jar> jars) throws Refusal {
        Set<String> names = jars.values().stream()
                .filter(jar -> jar.host().isEmpty())
                .map(Jar::symbolicName)
                .collect(Collectors.toSet());
        for (var entry : jars.entrySet()) {
            judge.check(entry.getValue(), entry.getKey().shown(), names);
        }
    }
}
