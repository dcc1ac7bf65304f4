// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.Wishes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyLogTest {

    @TempDir
    private Path folder;

    private boolean isFull(int cacheSize, int logSize) {
        return ProxyLog.isFull(
                folder,
                ProxySettings.of(Wishes.of(ProxyConfig.class, Map.of("cacheSize", cacheSize, "logSize", logSize))));
    }

    /** A file of this size that takes no room. */
    private static void sized(Path file, long megabytes) throws IOException {
        Files.createDirectories(file.getParent());
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(megabytes * 1024 * 1024);
        }
    }

    @Test
    void isFullWhenTheOperatorSaysSo() throws IOException {
        assertThat(isFull(0, 1)).isFalse();

        sized(ProxyLog.in(folder), 2);
        assertThat(isFull(0, 2)).isTrue();
        assertThat(isFull(0, 3)).isFalse();
        assertThat(isFull(0, 0)).isFalse();
    }

    /** A large cache has a large index: one that stays full would be begun anew at each look, and the logs with it. */
    @ParameterizedTest
    @CsvSource({"1024, 63, false", "1024, 65, true", "100000, 1800, false", "100000, 3600, true", "0, 65, false"})
    void hasAnIndexAsLargeAsItsCacheNeeds(int cacheSize, int megabytes, boolean full) throws IOException {
        sized(CacheFolder.in(folder).resolve("swap.state"), megabytes);

        assertThat(isFull(cacheSize, 10)).isEqualTo(full);
    }
}
