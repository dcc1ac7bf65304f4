// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a jar says it is.
 *
 * @param host symbolic name of the bundle that it becomes a part of; empty for a bundle of its own
 */
record Jar(String symbolicName, Version version, Optional<String> host) {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final int MAX_MANIFEST = 1 << 20;
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_UNPACKED = 256L << 20;

    /**
     * Reads every entry of a jar to its end.
     *
     * @param shown what to call it in a sentence
     */
    static Jar read(Path file, String shown) throws Refusal {
        try (var zip = new ZipFile(file.toFile())) {
            checkEntries(zip, shown);
            return identity(manifest(zip, shown), shown);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(Texts.of("el paquet %s està malmès", "el paquete %s está dañado", "bundle %s is damaged")
                    .with(shown));
        }
    }

    private static void checkEntries(ZipFile zip, String shown) throws IOException, Refusal {
        var names = new HashSet<String>();
        long unpacked = 0;
        var buffer = new byte[1 << 16];
        for (var entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            String path = entry.getName().replace('\\', '/');
            if (path.startsWith("/")
                    || path.matches("[A-Za-z]:.*")
                    || ("/" + path + "/").contains("/../")
                    || path.indexOf('\0') >= 0) {
                throw new Refusal(Texts.of(
                                "el paquet %s té una entrada que porta fora del jar",
                                "el paquete %s tiene una entrada que lleva fuera del jar",
                                "bundle %s has an entry that leads out of the jar")
                        .with(shown));
            }
            if (!names.add(entry.getName()) || names.size() > MAX_ENTRIES) {
                throw new Refusal(Texts.of(
                                "el paquet %s té dues entrades amb un mateix nom, o més de %s",
                                "el paquete %s tiene dos entradas con un mismo nombre, o más de %s",
                                "bundle %s has two entries of one name, or more than %s")
                        .with(shown, MAX_ENTRIES));
            }
            // The sizes in the table may be lies.
            try (InputStream in = zip.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    unpacked += read;
                    if (unpacked > MAX_UNPACKED) {
                        throw new Refusal(Texts.of(
                                        "el paquet %s ocupa més de %s MB descomprimit",
                                        "el paquete %s ocupa más de %s MB descomprimido",
                                        "bundle %s unpacks to more than %s MB")
                                .with(shown, MAX_UNPACKED >> 20));
                    }
                }
            }
        }
    }

    private static Attributes manifest(ZipFile zip, String shown) throws IOException, Refusal {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null || entry.getSize() > MAX_MANIFEST) {
            throw new Refusal(Texts.of(
                            "el paquet %s no és un paquet: no té manifest",
                            "el paquete %s no es un paquete: no tiene manifiesto",
                            "bundle %s is not a bundle: it has no manifest")
                    .with(shown));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in).getMainAttributes();
        }
    }

    private static Jar identity(Attributes manifest, String shown) throws Refusal {
        String name = path(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME));
        if (!name.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new Refusal(Texts.of(
                            "el paquet %s no és un paquet: no té nom simbòlic",
                            "el paquete %s no es un paquete: no tiene nombre simbólico",
                            "bundle %s is not a bundle: it has no symbolic name")
                    .with(shown));
        }
        String version = manifest.getValue(Constants.BUNDLE_VERSION);
        return new Jar(
                name,
                Version.parseVersion(version),
                Optional.of(path(manifest.getValue(Constants.FRAGMENT_HOST))).filter(host -> !host.isEmpty()));
    }

    /** What a clause begins with, before its attributes. */
    private static String path(String header) {
        return header == null ? "" : header.split(";", 2)[0].strip();
    }
}
