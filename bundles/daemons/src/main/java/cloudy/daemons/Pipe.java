// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pipe with a name, out of which comes what a program of root's helper writes. */
final class Pipe {

    private static final int OPENED_WITHIN_SECONDS = 30;

    private Pipe() {}

    /** Opens what the program writes to. That waits for the program, as the program waits for it. */
    static CompletableFuture<InputStream> reading(Path pipe, String word) {
        var opened = new CompletableFuture<InputStream>();
        var thread = new Thread(
                () -> {
                    try {
                        InputStream stream = Files.newInputStream(pipe);
                        if (!opened.complete(stream)) {
                            stream.close();
                        }
                    } catch (IOException gone) {
                        opened.completeExceptionally(gone);
                    }
                },
                "cloudy-daemons-open-" + word);
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    static InputStream opened(CompletableFuture<InputStream> output) throws IOException {
        try {
            return output.get(OPENED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException nodeStops) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", nodeStops);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            throw new IOException("what the program writes cannot be read", e);
        }
    }
}
