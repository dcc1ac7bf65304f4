// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

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
            throw Refusal.wrong("is larger than " + (MAX_FILE >> 20) + " MiB");
        }
        ZipEnd.check(file);
        Attributes manifest;
        try (var zip = new ZipFile(file.toFile())) {
            checkTable(zip, Files.size(file));
            checkContent(zip);
            manifest = manifest(zip);
        } catch (ZipException | EOFException | IllegalArgumentException broken) {
            throw Refusal.unfinished("is damaged or incomplete: " + broken.getMessage());
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
                throw Refusal.wrong("has two entries named " + entry.getName());
            }
            if (names.size() > MAX_ENTRIES) {
                throw Refusal.wrong("has more than " + MAX_ENTRIES + " entries");
            }
            if (entry.getSize() > MAX_UNPACKED - unpacked) {
                throw tooLarge();
            }
            unpacked += entry.getSize();
            // Entries that share their bytes: small to store, endless to read.
            if (entry.getCompressedSize() > fileSize - packed) {
                throw Refusal.wrong("has entries that overlap");
            }
            packed += entry.getCompressedSize();
        }
    }

    private static void checkName(String name) throws Refusal {
        String path = name.replace('\\', '/');
        boolean absolute = path.startsWith("/") || path.matches("[A-Za-z]:.*");
        if (absolute || ("/" + path + "/").contains("/../") || path.indexOf('\0') >= 0) {
            throw Refusal.wrong("has an entry that leads out of the jar: " + name);
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
                throw Refusal.unfinished("is damaged or incomplete: entry " + entry.getName() + " is not what the table"
                        + " of contents says");
            }
        }
    }

    private static Refusal tooLarge() {
        return Refusal.wrong("unpacks to more than " + (MAX_UNPACKED >> 20) + " MiB");
    }

    private static Attributes manifest(ZipFile zip) throws IOException, Refusal {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw Refusal.wrong("is not a bundle: it has no " + MANIFEST);
        }
        if (entry.getSize() > MAX_MANIFEST) {
            throw Refusal.wrong("has a manifest of more than " + MAX_MANIFEST + " bytes");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in).getMainAttributes();
        } catch (ZipException broken) {
            throw broken;
        } catch (IOException unreadable) {
            throw Refusal.wrong("is not a bundle: its manifest cannot be read: " + unreadable.getMessage());
        }
    }
}
