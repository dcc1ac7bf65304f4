// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Role;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Documents are written as the API says. */
class JsonTest {

    private record Pot(String name, Optional<String> lid, Optional<Integer> size, Role role) {}

    @Test
    void writesRecordsByTheirComponents() {
        assertThat(Json.write(List.of(new Pot("a\"b", Optional.empty(), Optional.of(3), Role.VIEWER))))
                .isEqualTo("[{\"name\":\"a\\\"b\",\"size\":3,\"role\":\"viewer\"}]");
    }

    @Test
    void writesPlainValues() throws Exception {
        assertThat(Json.write(Arrays.asList(
                        Instant.EPOCH,
                        InetAddress.getByAddress("a.name", new byte[] {10, 0, 0, 1}),
                        Locale.forLanguageTag("ca-ES"),
                        TimeUnit.MILLISECONDS,
                        null,
                        true,
                        1.5,
                        new BigDecimal("1.10"),
                        Long.MAX_VALUE,
                        "à\u2028\u0001")))
                .isEqualTo("[\"1970-01-01T00:00:00Z\",\"10.0.0.1\",\"ca-ES\",\"milliseconds\",null,true,1.5,1.10,"
                        + "9223372036854775807,\"à\u2028\\u0001\"]");
    }

    @Test
    void refusesWhatHasNoUnitOrNoMeaning() {
        for (Object value : List.of(Duration.ofSeconds(1), Double.NaN, new Object(), Map.of("a", new int[0]))) {
            assertThatThrownBy(() -> Json.write(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
