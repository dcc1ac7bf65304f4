// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** What commands to our own agent are authenticated with: made once, so that a new start does not restart the agent. */
final class RpcKey {

    private static final int BYTES = 24;

    private RpcKey() {}

    static String in(Path folder) throws IOException {
        var file = new StateFile(folder.resolve("rpc.key"));
        Optional<String> kept = file.read().map(String::trim).filter(key -> key.matches("[0-9a-f]{48}"));
        if (kept.isPresent()) {
            return kept.get();
        }
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String key = HexFormat.of().formatHex(bytes);
        file.write(key + "\n");
        return key;
    }
}
