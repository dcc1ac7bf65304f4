// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A jar that is whole and harmless to unpack: every entry was read to its end and has its checksum.
 *
 * @param sha256 of the file's bytes
 * @param manifest its main section
 */
record Archive(String sha256, Attributes manifest) {

    static final long MAX_FILE = 64L << 20;
    static final long MAX_UNPACKED = 256L << 20;
    static final int MAX_ENTRIES = 10_000;
    static final int MAX_TABLE = 4 << 20;
    static final int MAX_MANIFEST = 1 << 20;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** Reads the whole file, at most {@link #MAX_FILE} of it and {@link #MAX_UNPACKED} of what it unpacks to. */
    static Archive check(Path file) throws IOException, Refusal {
        if (Files.size(file) > MAX_FILE) {
            throw Refusal.wrong(Texts.of("fa més de %s MiB", "ocupa más de %s MiB", "is larger than %s MiB")
                    .with(MAX_FILE >> 20));
        }
        ZipEnd.check(file);
        Attributes manifest;
        try (var zip = new ZipFile(file.toFile())) {
            checkTable(zip, Files.size(file));
            checkContent(zip);
            manifest = manifest(zip);
        } catch (ZipException | EOFException | IllegalArgumentException broken) {
            throw Refusal.unfinished(Texts.of(
                            "és malmès o incomplet: %s", "está dañado o incompleto: %s", "is damaged or incomplete: %s")
                    .with(broken.getMessage()));
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Archive(Sha256.of(in), manifest);
        }
    }

    /** What the table of contents says, before a byte is unpacked. */
    private static void checkTable(ZipFile zip, long fileSize) throws Refusal {
        Set<String> names = new HashSet<>();
        long unpacked = 0;
        long packed = 0;
        for (var entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            checkName(entry.getName());
            if (!names.add(entry.getName())) {
                throw Refusal.wrong(Texts.of(
                                "té dues entrades que es diuen %s",
                                "tiene dos entradas llamadas %s", "has two entries named %s")
                        .with(entry.getName()));
            }
            if (names.size() > MAX_ENTRIES) {
                throw tooMany();
            }
            if (entry.getSize() > MAX_UNPACKED - unpacked) {
                throw tooLarge();
            }
            unpacked += entry.getSize();
            // Entries that share their bytes: small to store, endless to read.
            if (entry.getCompressedSize() > fileSize - packed) {
                throw Refusal.wrong(Texts.of(
                        "té entrades que se solapen", "tiene entradas que se solapan", "has entries that overlap"));
            }
            packed += entry.getCompressedSize();
        }
    }

    private static void checkName(String name) throws Refusal {
        String path = name.replace('\\', '/');
        boolean absolute = path.startsWith("/") || path.matches("[A-Za-z]:.*");
        if (absolute || ("/" + path + "/").contains("/../") || path.indexOf('\0') >= 0) {
            throw Refusal.wrong(Texts.of(
                            "té una entrada que surt del jar: %s",
                            "tiene una entrada que sale del jar: %s", "has an entry that leads out of the jar: %s")
                    .with(name));
        }
    }

    /** What the entries really are: their sizes in the table may be lies. */
    private static void checkContent(ZipFile zip) throws IOException, Refusal {
        long unpacked = 0;
        var buffer = new byte[1 << 16];
        for (var entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            var sum = new CRC32();
            long length = 0;
            try (InputStream in = zip.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    sum.update(buffer, 0, read);
                    length += read;
                    unpacked += read;
                    if (unpacked > MAX_UNPACKED) {
                        throw tooLarge();
                    }
                }
            }
            if (length != entry.getSize() || sum.getValue() != entry.getCrc()) {
                throw Refusal.unfinished(Texts.of(
                                "és malmès o incomplet: l'entrada %s no és el que diu la taula de continguts",
                                "está dañado o incompleto: la entrada %s no es lo que dice la tabla de contenidos",
                                "is damaged or incomplete: entry %s is not what the table of contents says")
                        .with(entry.getName()));
            }
        }
    }

    static Refusal tooMany() {
        return Refusal.wrong(Texts.of("té més de %s entrades", "tiene más de %s entradas", "has more than %s entries")
                .with(MAX_ENTRIES));
    }

    private static Refusal tooLarge() {
        return Refusal.wrong(Texts.of(
                        "desempaquetat fa més de %s MiB",
                        "desempaquetado ocupa más de %s MiB", "unpacks to more than %s MiB")
                .with(MAX_UNPACKED >> 20));
    }

    private static Attributes manifest(ZipFile zip) throws IOException, Refusal {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw Refusal.wrong(Texts.of(
                            "no és un mòdul: no té %s", "no es un módulo: no tiene %s", "is not a bundle: it has no %s")
                    .with(MANIFEST));
        }
        if (entry.getSize() > MAX_MANIFEST) {
            throw Refusal.wrong(Texts.of(
                            "té un manifest de més de %s bytes",
                            "tiene un manifiesto de más de %s bytes", "has a manifest of more than %s bytes")
                    .with(MAX_MANIFEST));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in).getMainAttributes();
        } catch (ZipException broken) {
            throw broken;
        } catch (IOException unreadable) {
            throw Refusal.wrong(Texts.of(
                            "no és un mòdul: el seu manifest no es pot llegir: %s",
                            "no es un módulo: su manifiesto no se puede leer: %s",
                            "is not a bundle: its manifest cannot be read: %s")
                    .with(unreadable.getMessage()));
        }
    }
}
