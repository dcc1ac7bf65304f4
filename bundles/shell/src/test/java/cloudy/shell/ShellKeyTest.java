// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.stream.IntStream;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;

class ShellKeyTest {

    @Test
    void isReadByKarafsLibraryWhateverTheSizeOfItsNumbers() {
        // One coordinate in 256 is shorter than the others, and every second number has its highest bit set.
        IntStream.range(0, 600).forEach(i -> {
            var key = ShellKey.generate();
            KeyPair read = read(key.openssh());
            assertThat(((ECPublicKey) read.getPublic()).getW())
                    .isEqualTo(key.publicKey().getW());
            assertThat(((ECPrivateKey) read.getPrivate()).getS())
                    .isEqualTo(key.privateKey().getS());
        });
    }

    @Test
    void isAnotherOneEachTime() {
        assertThat(ShellKey.generate().publicKey())
                .isNotEqualTo(ShellKey.generate().publicKey());
    }

    @Test
    void doesNotShowUpInLogs() {
        var key = ShellKey.generate();
        BigInteger secret = key.privateKey().getS();

        assertThat(key.toString()).doesNotContain(secret.toString(), secret.toString(16));
    }

    private static KeyPair read(String text) {
        try (var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))) {
            return SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("test"), in, null)
                    .iterator()
                    .next();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
