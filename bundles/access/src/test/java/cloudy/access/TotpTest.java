// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

    /** RFC 6238, appendix B: the ASCII string 12345678901234567890. */
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void agreesWithTheRfc(long second, String code) {
        assertThat(Totp.code(SECRET, second / 30)).isEqualTo(code);
        assertThat(Totp.match(SECRET, code, Instant.ofEpochSecond(second), 0)).hasValue(second / 30);
    }

    @Test
    void takesTheStepsToEitherSideAndNoOthers() {
        Instant now = Instant.ofEpochSecond(1_000 * 30);

        assertThat(Totp.match(SECRET, Totp.code(SECRET, 999), now, 0)).hasValue(999);
        assertThat(Totp.match(SECRET, Totp.code(SECRET, 1_001), now, 0)).hasValue(1_001);
        assertThat(Totp.match(SECRET, Totp.code(SECRET, 998), now, 0)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, 1_002), now, 0)).isEmpty();
    }

    @Test
    void takesNoStepTwice() {
        Instant now = Instant.ofEpochSecond(1_000 * 30);

        assertThat(Totp.match(SECRET, Totp.code(SECRET, 1_000), now, 1_000)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, 999), now, 1_000)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, 1_001), now, 1_000)).hasValue(1_001);
    }

    @Test
    void whoSignedInWhileTheClockWasYearsAheadIsNotKeptOut() {
        Instant now = Instant.ofEpochSecond(1_000 * 30);

        assertThat(Totp.match(SECRET, Totp.code(SECRET, 1_000), now, 10_000_000))
                .hasValue(1_000);
        // Of one step ahead, by a clock that differs a little.
        assertThat(Totp.match(SECRET, Totp.code(SECRET, 1_001), now, 1_001)).isEmpty();
    }

    @Test
    void refusesWhatIsNoCode() {
        for (String code : new String[] {"", " ", "12345", "1234567", "abcdef", "\0\0\0\0\0\0"}) {
            assertThat(Totp.match(SECRET, code, Instant.ofEpochSecond(59), 0)).isEmpty();
        }
    }

    @Test
    void writesBase32AsOthersReadIt() {
        assertThat(Totp.base32("12345678901234567890".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(SECRET);
        assertThat(Totp.secret()).matches("[A-Z2-7]{32}");
        assertThat(Totp.uri("anna", SECRET))
                .isEqualTo("otpauth://totp/Cloudy:anna?secret=" + SECRET
                        + "&issuer=Cloudy&algorithm=SHA1&digits=6&period=30");
    }
}
