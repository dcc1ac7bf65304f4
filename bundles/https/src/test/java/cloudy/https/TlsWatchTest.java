// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsWatchTest {

    @TempDir
    private Path temp;

    private Path etc;
    private TlsFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        etc = Files.createDirectory(temp.resolve("tls"));
        folder = new TlsFolder(etc, Clock.systemUTC());
    }

    @Test
    void followsWhatIsPutInBrokenAndTakenAway() throws Exception {
        Certificates certificates = Fakes.certificates(temp.resolve("data"));
        X509Certificate own = certificates.current();
        var watch = new TlsWatch(folder, certificates);
        Credential brought = made("EC", 256, "mine", 30);

        put("mine", brought);
        await().until(() -> certificates.current().equals(brought.certificate()));
        assertThat(certificates.isOwn()).isFalse();

        Files.writeString(etc.resolve("mine.key"), "rubbish");
        Credential next = made("EC", 256, "next", 30);
        put("next", next);
        await().until(() -> certificates.current().equals(next.certificate()));

        Files.delete(etc.resolve("next.crt"));
        Files.delete(etc.resolve("mine.crt"));
        await().until(() -> certificates.current().equals(own));

        watch.close();
        certificates.close();
    }

    @Test
    void takesTheLastPairByName() throws Exception {
        put("10-old", made("EC", 256, "old", 30));
        put("20-new", made("EC", 256, "new", 30));

        assertThat(folder.read()
                        .orElseThrow()
                        .certificate()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=new");
    }

    @Test
    void readsKeysInTheFormsOfOtherPrograms() throws Exception {
        for (String kind : List.of("RSA", "EC")) {
            Credential pair = made(kind, kind.equals("RSA") ? 2048 : 384, "pair", 30);
            byte[] inner = PrivateKeyInfo.getInstance(pair.key().getEncoded())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
            put("pair", pair);
            Files.writeString(
                    etc.resolve("pair.key"),
                    "-----BEGIN " + kind + " PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(inner) + "\n-----END " + kind
                            + " PRIVATE KEY-----\n");

            assertThat(folder.read().orElseThrow().key()).isEqualTo(pair.key());
        }
    }

    @Test
    void saysWhichFileIsWrongAndWhy() throws Exception {
        Credential pair = made("EC", 256, "pair", 30);
        put("pair", pair);
        Files.delete(etc.resolve("pair.key"));
        refuses("etc/tls/pair.key is missing");

        put("pair", pair);
        Files.writeString(
                etc.resolve("pair.key"), Pem.write(made("EC", 256, "x", 30).key()));
        refuses("etc/tls/pair.key is not the key of pair.crt");

        Files.writeString(
                etc.resolve("pair.key"), Pem.write(made("RSA", 2048, "x", 30).key()));
        refuses("etc/tls/pair.key holds no key of the certificate's kind");

        Files.writeString(
                etc.resolve("pair.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----");
        refuses("etc/tls/pair.key is locked by a password");

        Files.write(etc.resolve("pair.key"), new byte[300_000]);
        refuses("etc/tls/pair.key is larger than 256 kB");

        put("pair", made("EC", 256, "ended", -1));
        refuses("etc/tls/pair.crt ended at ");

        put("pair", made("RSA", 1024, "short", 30));
        refuses("etc/tls/pair.crt is of an RSA key shorter than 2048 bits");

        Files.writeString(etc.resolve("pair.crt"), "rubbish");
        refuses("etc/tls/pair.crt must hold 1 to 10 certificates");

        Files.delete(etc.resolve("pair.crt"));
        Files.createDirectory(etc.resolve("pair.crt"));
        refuses("etc/tls/pair.crt is not a file");
    }

    @Test
    void findsNothingWhereThereIsNothing() throws Exception {
        assertThat(folder.read()).isEmpty();
        Files.delete(etc);
        assertThat(folder.read()).isEmpty();
    }

    private void refuses(String beginning) {
        assertThatThrownBy(folder::read)
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(beginning)
                .message()
                .doesNotContain("\n");
    }

    private void put(String name, Credential pair) throws IOException {
        Files.writeString(etc.resolve(name + ".key"), Pem.write(pair.key()));
        Files.writeString(etc.resolve(name + ".crt"), Pem.write(pair.certificate()));
    }

    private static Credential made(String kind, int bits, String name, int days) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = new X500Name("CN=" + name);
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(now.minusSeconds(10 * 86_400L)),
                Date.from(now.plusSeconds(days * 86_400L)),
                subject,
                pair.getPublic());
        String algorithm = kind.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new Credential(
                pair.getPrivate(),
                List.of(new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())))));
    }
}
