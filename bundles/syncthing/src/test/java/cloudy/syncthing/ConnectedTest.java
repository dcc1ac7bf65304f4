// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectedTest {

    private static final DeviceId DEVICE =
            new DeviceId("XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQX");

    @TempDir
    private Path folder;

    @Test
    void remembersOverARestart() throws IOException {
        var entry = new Connected.Entry(
                DEVICE, "An \"odd\" <name>", "tcp://10.1.2.3:22000", true, List.of("photos"), Instant.EPOCH);

        new Connected(folder).put(entry);

        assertThat(new Connected(folder).all()).containsExactly(entry);
        new Connected(folder).remove(DEVICE);
        assertThat(new Connected(folder).find(DEVICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[{\"device\": \"none\"}]", "[{}]", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})
    void setsAsideWhatMakesNoSense(String text) throws IOException {
        Files.writeString(folder.resolve("connected.json"), text);

        assertThat(new Connected(folder).all()).isEmpty();
        assertThat(folder.resolve("connected.json.bad")).hasContent(text);
    }
}
