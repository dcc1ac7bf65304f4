// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Finding.Grade;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateCheckTest {

    @TempDir
    private Path data;

    @Test
    void findsACertificateThatEnds() throws Exception {
        Certificates certificates = Fakes.certificates(data);
        try {
            var current = certificates.current();
            Instant ends = current.getNotAfter().toInstant();
            assertThat(look(
                            certificates,
                            true,
                            current.getNotBefore().toInstant().plusSeconds(60)))
                    .isEqualTo(Grade.FINE);
            assertThat(look(certificates, false, ends.minus(Duration.ofDays(29))))
                    .isEqualTo(Grade.WARNING);
            assertThat(look(certificates, true, ends.minus(Duration.ofDays(29))))
                    .isEqualTo(Grade.FINE);
            assertThat(look(certificates, true, ends.minus(Duration.ofDays(1)))).isEqualTo(Grade.WARNING);
            assertThat(look(certificates, true, ends)).isEqualTo(Grade.FAULT);
            assertThat(look(certificates, true, Instant.EPOCH)).isEqualTo(Grade.FAULT);
        } finally {
            certificates.close();
        }
    }

    private static Grade look(Certificates certificates, boolean own, Instant now) {
        return new CertificateCheck(certificates::current, () -> own, Clock.fixed(now, ZoneOffset.UTC))
                .look()
                .grade();
    }
}
