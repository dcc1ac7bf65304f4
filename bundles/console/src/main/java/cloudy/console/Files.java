// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/** Files that travel in a bundle, as a browser wants them. */
final class Files {

    /** Only what the node itself serves; no script or style in attributes. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*){0,7}");
    private static final int MAX_BYTES = 4 << 20;

    private Files() {}

    /**
     * A file of a bundle.
     *
     * @param folder that it must be below, with a slash at its end
     * @param immutable whether its name changes with its content
     */
    static Answer answer(Bundle bundle, String folder, String path, boolean immutable) throws IOException {
        String type = FileType.of(path).orElseThrow(Files::missing);
        URL entry = PLAIN.matcher(path).matches() ? bundle.getEntry(folder + path) : null;
        if (entry == null) {
            throw missing();
        }
        byte[] bytes;
        try (InputStream in = entry.openStream()) {
            bytes = in.readNBytes(MAX_BYTES);
        }
        return Answer.bytes(type, bytes)
                .version(bundle.getVersion() + "-" + bundle.getLastModified())
                .with("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache")
                .with("Content-Security-Policy", POLICY);
    }

    private static Problem missing() {
        return Problem.notFound(
                Texts.of("No existeix aquest fitxer.", "No existe este fichero.", "There is no such file."));
    }
}
