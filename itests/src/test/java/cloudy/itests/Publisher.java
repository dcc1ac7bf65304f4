// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Somebody who publishes features in repositories at a site, signed with a key of his own where he signs them. */
record Publisher(Site site, Path secret, Path key) {

    static Publisher at(Site site, Path folder) {
        var publisher = new Publisher(site, folder.resolve("secret.pem"), folder.resolve("key.pem"));
        openssl("genpkey", "-algorithm", "ed25519", "-out", publisher.secret.toString());
        openssl("pkey", "-in", publisher.secret.toString(), "-pubout", "-out", publisher.key.toString());
        return publisher;
    }

    /** Writes a repository of one feature, of a jar that is at the site. */
    Path publish(String repository, String feature, String version, String jar)
            throws IOException, GeneralSecurityException {
        Path file = site.file(repository + ".xml");
        Files.writeString(
                file,
                """
                <features name="%s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0"
                    xmlns:c="https://cloudy.community/xmlns/catalogue/v1.0.0">
                  <feature name="%s" version="%s" description="Shared pads">
                    <bundle c:sha256="%s">%s</bundle>
                  </feature>
                </features>
                """
                        .formatted(repository, feature, version, sha256(site.file(jar)), jar));
        return file;
    }

    /** Signs a repository as it is now. */
    void sign(String repository) {
        String file = site.file(repository + ".xml").toString();
        openssl("pkeyutl", "-sign", "-rawin", "-inkey", secret.toString(), "-in", file, "-out", file + ".sig");
    }

    private static void openssl(String... arguments) {
        var line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(arguments));
        Command.run(line).succeeded();
    }

    static String sha256(Path file) throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
