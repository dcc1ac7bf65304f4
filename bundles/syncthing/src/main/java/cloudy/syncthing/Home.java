// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.file.AtomicFile;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code data/syncthing}: the program's own folder, its API key, and where folders are kept unless settings say otherwise. */
record Home(Path folder) {

    /** Who signs in to the program's own page, with the API key as password. */
    static final String USER = "cloudy";

    private static final Logger LOG = LoggerFactory.getLogger(Home.class);
    private static final int KEY_BYTES = 24;
    private static final int LONGEST_KEY = 100;

    /** What Syncthing calls its configuration, certificate and database. */
    Path program() {
        return folder.resolve("home");
    }

    /** The program's own configuration. */
    Path config() {
        return program().resolve("config.xml");
    }

    /** Who the program is, by its certificate; its key must lie beside. */
    DeviceId device() throws IOException, GeneralSecurityException {
        if (!Files.readString(program().resolve("key.pem")).contains("PRIVATE KEY-----")) {
            throw Explained.failure(
                    Texts.of("key.pem no conté cap clau", "key.pem no contiene ninguna clave", "key.pem holds no key"));
        }
        try (var in = Files.newInputStream(program().resolve("cert.pem"))) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return DeviceId.of((X509Certificate) certificate);
        }
    }

    Path folders() {
        return folder.resolve("folders");
    }

    /** Where folders are, or may come to be, beside those in the node's data. */
    List<Path> elsewhere(Roots roots) throws IOException {
        Stream<Path> used = Stream.of();
        try {
            used = Files.exists(config())
                    ? SavedConfig.read(config()).folders().stream().map(SavedConfig.Folder::path)
                    : used;
        } catch (IOException unreadable) {
            LOG.debug("Where folders are is not known: {}", unreadable.getMessage());
        }
        Path kept = Roots.real(folders().toAbsolutePath());
        return Stream.concat(roots.paths().stream(), used)
                .map(Path::normalize)
                .filter(path -> !path.startsWith(folders().toAbsolutePath().normalize()) && !path.startsWith(kept))
                .distinct()
                .sorted()
                .toList();
    }

    /** What REST calls are authenticated with: made once, so that a new start does not restart the program. */
    String key() throws IOException {
        Path file = folder.resolve("key");
        try (var in = Files.newInputStream(file)) {
            String kept = new String(in.readNBytes(LONGEST_KEY), StandardCharsets.UTF_8).trim();
            if (kept.matches("[0-9a-f]{48}")) {
                return kept;
            }
        } catch (NoSuchFileException first) {
            // Made below.
        }
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        String made = HexFormat.of().formatHex(bytes);
        AtomicFile.privateFolder(folder);
        AtomicFile.write(file, (made + "\n").getBytes(StandardCharsets.UTF_8));
        return made;
    }

    /**
     * Makes what the program finds at its first start, so that it speaks to nobody before it has been told whom to speak
     * to; once there is a configuration it is the program's own.
     */
    void prepare(SyncthingSettings settings) throws IOException {
        AtomicFile.privateFolder(program());
        AtomicFile.privateFolder(folders());
        if (Files.notExists(config())) {
            AtomicFile.write(config(), first(settings).getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Only truths, numbers and an address made of a number: nothing in it needs quoting. The password is the hash of none,
     * so that no other user of this machine gets in before there is one.
     */
    private static String first(SyncthingSettings settings) {
        var xml = new StringBuilder("<configuration version=\"36\">\n  <gui enabled=\"true\" tls=\"false\"><user>"
                + USER + "</user><password>none</password></gui>\n");
        xml.append("  <options>\n");
        for (Map.Entry<String, Object> option : settings.options().entrySet()) {
            boolean addresses = option.getValue() instanceof List<?>;
            String name = addresses ? "listenAddress" : option.getKey();
            Object value = option.getValue() instanceof List<?> list ? list.get(0) : option.getValue();
            xml.append("    <%s>%s</%s>\n".formatted(name, value, name));
        }
        return xml.append("  </options>\n</configuration>\n").toString();
    }
}
