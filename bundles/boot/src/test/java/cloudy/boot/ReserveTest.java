// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {

    @TempDir
    private Path folder;

    @Test
    void isTakenWhenThereIsRoomAgain() {
        Path file = folder.resolve("reserve");
        var room = new AtomicLong(1_000);
        try (var reserve = new Reserve(file, room::get, 1)) {
            assertThat(reserve.take()).isFalse();
            reserve.keep();
            assertThat(file).doesNotExist();

            room.set(1L << 30);

            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));
        }
        assertThat(file).hasSize(Reserve.BYTES);
    }
}
