// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An authority of the test's, and a server's certificate by it. */
record Certificates(Path authority, Path server, Path key) {

    static Certificates make(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path authority = folder.resolve("ca.pem");
        Path server = folder.resolve("server.pem");
        Path key = folder.resolve("server.key");
        Path wish = folder.resolve("server.csr");
        Path names = Files.writeString(folder.resolve("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=authority of a test",
                "-keyout",
                folder + "/ca.key",
                "-out",
                authority.toString());
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=ldap",
                "-keyout",
                key.toString(),
                "-out",
                wish.toString());
        openssl(
                "x509",
                "-req",
                "-in",
                wish.toString(),
                "-CA",
                authority.toString(),
                "-CAkey",
                folder + "/ca.key",
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                names.toString(),
                "-out",
                server.toString());
        return new Certificates(authority, server, key);
    }

    private static void openssl(String... words) throws IOException {
        String[] command = new String[words.length + 1];
        command[0] = "openssl";
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
