// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The real curl on a node's host, with a token, and trusting the node's authority alone.
 *
 * @param authority a file in PEM
 */
record Curl(Host host, Path authority, String token) {

    /** Makes the file in PEM out of the one that the node hands out. */
    static Curl on(Host host, Path der, String token) throws IOException {
        Path pem = der.resolveSibling("ca.pem");
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(Files.readAllBytes(der));
        Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
        return new Curl(host, pem, token);
    }

    /** The answer, which must be a good one; empty text is a missing node. */
    JsonNode json(String method, String path, String body) {
        return Api.parse(run(method, path, body));
    }

    /** What is printed. */
    String run(String method, String path, String body) {
        var line = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--fail-with-body",
                "--max-time",
                "60",
                "--cacert",
                authority.toString(),
                "--header",
                "Authorization: Bearer " + token,
                "--request",
                method));
        if (!body.isEmpty()) {
            line.addAll(List.of("--json", body));
        }
        line.add("https://" + host.address() + ":" + Api.HTTPS + path);
        return host.run(line.toArray(String[]::new)).succeeded().text();
    }

    /** Writes an answer to a file. */
    Path save(String path, Path file) throws IOException {
        return Files.write(file, run("GET", path, "").getBytes(StandardCharsets.UTF_8));
    }
}
