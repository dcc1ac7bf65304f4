// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The operator's own lines for squid, in a file whose name no setting can change: whoever could choose it would be read
 * aloud, by squid's complaints, what is in any file of the node's.
 */
final class OperatorFile {

    static final String NAME = "proxy3-squid.conf";

    private static final int MAX_BYTES = 64 * 1024;

    private OperatorFile() {}

    /** What it says; nothing where there is none. */
    static String read(Path etc) throws IOException {
        try (var in = Files.newInputStream(etc.resolve(NAME))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Explained.failure(Texts.of(
                                "etc/%s és més llarg de 64 kB",
                                "etc/%s es más largo de 64 kB", "etc/%s is longer than 64 kB")
                        .with(NAME));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException none) {
            return "";
        } catch (CharacterCodingException e) {
            throw Explained.failure(
                    Texts.of(
                                    "etc/%s no és un text en UTF-8",
                                    "etc/%s no es un texto en UTF-8", "etc/%s is no text in UTF-8")
                            .with(NAME),
                    e);
        }
    }
}
