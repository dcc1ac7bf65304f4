// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody who publishes features, and has nothing for it but openssl. */
final class Publisher {

    private final Path folder;
    private final Path secret;
    private final List<String> signing;

    private Publisher(Path folder, String name, List<String> making, List<String> signing) throws Exception {
        this.folder = folder;
        this.signing = signing;
        secret = folder.resolve(name + ".pem");
        var line = new ArrayList<>(List.of("genpkey", "-out", secret.toString()));
        line.addAll(making);
        openssl(line);
    }

    static Publisher ed25519(Path folder, String name) throws Exception {
        return new Publisher(
                folder, name, List.of("-algorithm", "ed25519"), List.of("pkeyutl", "-sign", "-rawin", "-inkey"));
    }

    static Publisher ecdsa(Path folder, String name, String curve) throws Exception {
        return new Publisher(
                folder,
                name,
                List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve),
                List.of("dgst", "-sha256", "-sign"));
    }

    static Publisher rsa(Path folder, String name) throws Exception {
        return new Publisher(folder, name, List.of("-algorithm", "RSA"), List.of("dgst", "-sha256", "-sign"));
    }

    /** What the operator is told, in PEM. */
    String key() throws Exception {
        Path key = folder.resolve("key");
        openssl(List.of("pkey", "-in", secret.toString(), "-pubout", "-out", key.toString()));
        return Files.readString(key);
    }

    Source at(URI address) throws Exception {
        return new Source(address, new Pin.Publisher(new PublisherKey(key())));
    }

    byte[] sign(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("text"), text, StandardCharsets.UTF_8);
        Path signature = folder.resolve("signature");
        var line = new ArrayList<>(signing);
        line.add(secret.toString());
        line.addAll(List.of("-out", signature.toString()));
        if (signing.contains("pkeyutl")) {
            line.add("-in");
        }
        line.add(file.toString());
        openssl(line);
        return Files.readAllBytes(signature);
    }

    private void openssl(List<String> arguments) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("openssl"));
        line.addAll(arguments);
        Path said = folder.resolve("openssl.log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(line + ": " + Files.readString(said));
        }
    }
}
