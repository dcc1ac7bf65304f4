// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

    @Test
    void theIdIsTheBeginningOfTheHashOfThePublicKey() throws Exception {
        Identity identity = Identity.make();

        byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.publicKey());
        assertThat(identity.id())
                .hasSize(16)
                .isEqualTo(HexFormat.of().formatHex(hash, 0, 8))
                .matches("[0-9a-f]{16}");
        var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(identity.publicKey()));
        assertThat(key.getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(IntStream.range(0, 100).mapToObj(i -> Identity.make().id())).doesNotHaveDuplicates();
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Identity identity = Identity.make();

        Identity again = Identity.parse(identity.toPem());

        assertThat(again.id()).isEqualTo(identity.id());
        assertThat(again.publicKey()).isEqualTo(identity.publicKey());
        assertThat(again.toPem()).isEqualTo(identity.toPem());
    }

    @Test
    void nobodyChangesThePublicKey() {
        Identity identity = Identity.make();
        identity.publicKey()[5] ^= 1;

        assertThat(identity.publicKey()).isNotEqualTo(changed(identity.publicKey(), 5));
        assertThat(Identity.class.getMethods())
                .noneMatch(method -> method.getName().contains("rivate"));
    }

    @Test
    void theKeysOfTwoNodesDoNotBelongTogether() {
        String[] one = Identity.make().toPem().split("(?=-----BEGIN PUBLIC)", 2);
        String[] other = Identity.make().toPem().split("(?=-----BEGIN PUBLIC)", 2);

        assertThatThrownBy(() -> Identity.parse(one[0] + other[1]))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("the two keys do not belong together");
    }

    @Test
    void noDamageIsTakenForAKey() {
        byte[] pem = Identity.make().toPem().getBytes(ISO_8859_1);
        String id = idOf(pem);
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = changed(pem, random.nextInt(pem.length));
            // White space may differ, and the unused bits at the end of Base64; the identity may not.
            assertThat(idOf(damaged)).isIn(id, "none");
        }
        for (int length = 0; length < pem.length - 1; length++) {
            assertThat(idOf(Arrays.copyOf(pem, length))).isEqualTo("none");
        }
    }

    @Test
    void opensslReadsTheFile(@TempDir Path folder) throws Exception {
        Identity identity = Identity.make();
        Path file = Files.writeString(folder.resolve("identity.pem"), identity.toPem());
        Path out = folder.resolve("public.der");

        int exit = new ProcessBuilder("openssl", "pkey", "-in", file.toString(), "-pubout", "-outform", "DER")
                .redirectOutput(out.toFile())
                .start()
                .waitFor();

        assertThat(exit).isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(identity.publicKey());
    }

    private static String idOf(byte[] pem) {
        try {
            return Identity.parse(new String(pem, ISO_8859_1)).id();
        } catch (GeneralSecurityException e) {
            return "none";
        }
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }
}
