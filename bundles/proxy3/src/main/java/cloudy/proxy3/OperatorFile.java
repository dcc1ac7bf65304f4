// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.io.IOException;
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
                throw new IOException("etc/" + NAME + " is longer than 64 kB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException none) {
            return "";
        } catch (CharacterCodingException e) {
            throw new IOException("etc/" + NAME + " is no text in UTF-8", e);
        }
    }
}
