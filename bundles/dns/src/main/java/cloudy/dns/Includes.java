// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What the operator adds to the configuration by hand, in files in {@code etc/} that have the names they had with the
 * original. Their text becomes part of ours, so that BIND's check and the last good copy are for both.
 *
 * @param options beside the views
 * @param internal within the view of the own networks
 * @param external within the view of everybody else
 * @param fault why one could not be read; empty when they could
 */
record Includes(String options, String internal, String external, Texts fault) {

    /** No files. */
    static final Includes NONE = new Includes("", "", "", Texts.none());

    static final String OPTIONS = "named.conf.options.private";
    static final String INTERNAL = "named.conf.int.private";
    static final String EXTERNAL = "named.conf.ext.private";

    private static final int MOST = 256 * 1024;

    static Includes read(Path folder) {
        try {
            return new Includes(
                    text(folder.resolve(OPTIONS)),
                    text(folder.resolve(INTERNAL)),
                    text(folder.resolve(EXTERNAL)),
                    Texts.none());
        } catch (IOException e) {
            return new Includes("", "", "", Texts.of(e.getMessage()));
        }
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new IOException(file.getFileName() + " is longer than " + MOST + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            return "";
        } catch (CharacterCodingException e) {
            throw new IOException(file.getFileName() + " is not in UTF-8", e);
        } catch (java.nio.file.FileSystemException e) {
            throw new IOException(file.getFileName() + " cannot be read", e);
        }
    }
}
