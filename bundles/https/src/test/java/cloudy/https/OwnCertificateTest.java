// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static cloudy.https.Fakes.NOW;
import static cloudy.https.Fakes.ip;
import static cloudy.https.Fakes.names;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateTest {

    @TempDir
    private Path data;

    private final SetClock clock = new SetClock(NOW);
    private Names host = names("127.0.0.1", "10.1.2.3", "2001:db8::1");

    @Test
    void namesTheNodeAndItsPrivateAddresses() throws Exception {
        X509Certificate certificate = open().current().certificate();

        assertThat(OwnCertificate.names(certificate)).isEqualTo(names("127.0.0.1", "10.1.2.3"));
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(398));
        certificate.verify(open().authority().getPublicKey());
    }

    @Test
    void isTheSameAfterARestart() throws Exception {
        var before = open();
        var after = open();

        assertThat(after.current().chain()).isEqualTo(before.current().chain());
        assertThat(after.authority()).isEqualTo(before.authority());
    }

    @Test
    void keepsItsKeysToItself() throws Exception {
        open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("https"))))
                .isEqualTo("rwx------");
        for (String file : new String[] {"authority.pem", "server.pem"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.resolve("https").resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void isRenewedThirtyDaysBeforeItsEnd() throws Exception {
        OwnCertificate own = open();
        X509Certificate first = own.current().certificate();

        clock.set(first.getNotAfter().toInstant().minus(Duration.ofDays(31)));
        assertThat(own.renewFor(ip("10.1.2.3"))).isFalse();
        clock.pass(Duration.ofDays(2));
        assertThat(own.renewFor(ip("10.1.2.3"))).isTrue();

        assertThat(own.current().certificate().getNotAfter()).isAfter(first.getNotAfter());
        own.current().certificate().verify(own.authority().getPublicKey());
    }

    @Test
    void isRenewedForAnAddressThatIsNew() throws Exception {
        OwnCertificate own = open();

        assertThat(own.isGoodFor(ip("192.168.7.1"))).isFalse();
        assertThat(own.renewFor(ip("192.168.7.1"))).isTrue();

        assertThat(OwnCertificate.names(own.current().certificate()).addresses())
                .contains(ip("192.168.7.1"), ip("10.1.2.3"));
        assertThat(own.isGoodFor(ip("192.168.7.1"))).isTrue();
    }

    @Test
    void doesNotTryForAnAddressThatItsAuthorityMustNotCertify() throws Exception {
        OwnCertificate own = open();

        assertThat(own.isGoodFor(ip("203.0.113.9"))).isTrue();
        assertThat(own.renewFor(ip("203.0.113.9"))).isFalse();
    }

    @Test
    void followsTheHostAtTheStart() throws Exception {
        open();
        host = names("127.0.0.1", "172.16.9.9");

        assertThat(OwnCertificate.names(open().current().certificate()).addresses())
                .contains(ip("172.16.9.9"));
    }

    @Test
    void certifiesNothingTooEarlyWhereTheClockStandsAtZero() throws Exception {
        clock.set(Instant.EPOCH);
        OwnCertificate own = open();
        clock.set(NOW);

        assertThat(own.authority().getNotAfter().toInstant()).isAfter(NOW.plus(Duration.ofDays(3000)));
        own.current().certificate().checkValidity(Date.from(NOW));
    }

    @Test
    void makesAnewWhatAWrongClockDatedInTheFuture() throws Exception {
        clock.set(NOW.plus(Duration.ofDays(300)));
        OwnCertificate own = open();
        clock.set(NOW);

        assertThat(own.renewFor(ip("127.0.0.1"))).isTrue();
        own.current().certificate().checkValidity(Date.from(NOW));
    }

    @Test
    void replacesAnAuthorityThatEndsAndKeepsTheOldFile() throws Exception {
        byte[] before = authorityAfterTenYears();

        OwnCertificate own = open();

        own.current().certificate().verify(own.authority().getPublicKey());
        assertThat(own.authority().getNotAfter().toInstant())
                .isAfter(clock.instant().plus(Duration.ofDays(3000)));
        assertThat(data.resolve("https/authority.pem.bad")).hasBinaryContent(before);
    }

    /** Opened once a year, as if by whoever looks at the page then, until the authority is about to end. */
    private byte[] authorityAfterTenYears() throws Exception {
        Instant end = open().authority().getNotAfter().toInstant();
        byte[] before = Files.readAllBytes(data.resolve("https/authority.pem"));
        while (clock.instant().isBefore(end.minus(Duration.ofDays(2 * 397)))) {
            clock.pass(Duration.ofDays(390));
            open().renewFor(ip("127.0.0.1"));
            assertThat(data.resolve("https/authority.pem")).hasBinaryContent(before);
        }
        clock.pass(Duration.ofDays(390));
        open().renewFor(ip("127.0.0.1"));
        clock.pass(Duration.ofDays(390));
        return before;
    }

    @Test
    void whoTrustedTheAuthorityGoesOnTrustingItAfterAClockThatWasTenYearsAhead() throws Exception {
        OwnCertificate own = open();
        X509Certificate trusted = own.authority();

        clock.pass(Duration.ofDays(3652));
        own.renewFor(ip("127.0.0.1"));
        own.renewFor(ip("192.168.7.1"));
        clock.pass(Duration.ofDays(5));
        own = open();
        own.renewFor(ip("172.16.9.9"));
        assertThat(own.authority()).isEqualTo(trusted);

        clock.set(NOW.plus(Duration.ofDays(6)));
        own = open();
        own.renewFor(ip("127.0.0.1"));
        assertThat(own.authority()).isEqualTo(trusted);
        own.current().certificate().verify(trusted.getPublicKey());
        own.current().certificate().checkValidity(Date.from(clock.instant()));
        assertThat(data.resolve("https/authority.pem.bad")).doesNotExist();
    }

    /** Off in a drawer until its authority is over: it says so for a month, and is certain then. */
    @Test
    void replacesAnAuthorityThatIsOverOnceTheClockHasGoneOnForAMonth() throws Exception {
        OwnCertificate own = open();
        X509Certificate old = own.authority();
        clock.pass(Duration.ofDays(4000));

        assertThat(own.renewFor(ip("127.0.0.1"))).isTrue();
        assertThat(own.authority()).isEqualTo(old);
        clock.pass(Duration.ofDays(31));

        assertThat(own.renewFor(ip("127.0.0.1"))).isTrue();
        assertThat(own.authority()).isNotEqualTo(old);
        own.current().certificate().checkValidity(Date.from(clock.instant()));
    }

    @Test
    void setsAsideWhatCannotBeReadAndStarts() throws Exception {
        open();
        Files.writeString(data.resolve("https/authority.pem"), "rubbish");
        Files.writeString(
                data.resolve("https/server.pem"), "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----\n");

        OwnCertificate own = open();

        own.current().certificate().verify(own.authority().getPublicKey());
        assertThat(data.resolve("https/authority.pem.bad")).hasContent("rubbish");
        assertThat(data.resolve("https/server.pem.bad")).exists();
    }

    @Test
    void startsWhenNothingCanBeWritten() throws IOException, GeneralSecurityException {
        Files.writeString(data.resolve("https"), "a file where the folder should be");

        assertThat(open().current().chain()).hasSize(2);
    }

    private OwnCertificate open() throws GeneralSecurityException {
        return new OwnCertificate(data.resolve("https"), () -> "roof", () -> host, clock);
    }
}
