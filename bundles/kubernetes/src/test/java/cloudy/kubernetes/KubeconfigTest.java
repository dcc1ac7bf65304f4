// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {

    private static final String CLUSTER = "server: 'https://10.1.2.3:6443', certificate-authority-data: QUJD";

    @TempDir
    private Path folder;

    @Test
    void readsServerAuthorityAndTokenOfTheCurrentContext() {
        Access access = parse(CLUSTER, "token: abc.def");

        assertThat(access.server()).hasToString("https://10.1.2.3:6443");
        assertThat(access.authority()).isEqualTo("QUJD");
        assertThat(access.token().get()).isEqualTo("abc.def");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {command: /bin/true}",
                "auth-provider: {name: gcp}",
                "client-certificate: /etc/passwd",
                "client-key: /etc/shadow",
                "tokenFile: /etc/shadow",
                "username: me",
                "password: secret",
                "as: system:admin"
            })
    void refusesByNameWhatRunsCommandsOrReadsFiles(String user) {
        assertThatThrownBy(() -> parse(CLUSTER, "token: abc, " + user))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("user." + user.substring(0, user.indexOf(':')) + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"certificate-authority: /etc/passwd", "insecure-skip-tls-verify: true", "proxy-url: 'http://x'"})
    void refusesByNameWhatDoesNotCheckWhoAnswers(String cluster) {
        assertThatThrownBy(() -> parse(CLUSTER + ", " + cluster, "token: abc"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("cluster." + cluster.substring(0, cluster.indexOf(':')) + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.1.2.3:6443",
                "ftp://10.1.2.3",
                "https://a@10.1.2.3",
                "nonsense",
                "file:///etc/passwd",
                "https:"
            })
    void refusesServersThatAreNotAskedOverTls(String server) {
        assertThatThrownBy(() -> parse("server: '" + server + "'", "token: abc"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("server: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &a [1,1]\nb: [*a,*a]",
                "a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}}}}}}}}}}",
                "a: 1\na: 2",
                "- : [",
                "!!java.net.URL ['http://x']"
            })
    void refusesYamlThatIsABurden(String yaml) {
        assertThatThrownBy(() -> Kubeconfig.parse(yaml.getBytes(UTF_8))).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void refusesWhatIsTooLongAndQuotesNoSecret() {
        assertThatThrownBy(() -> Kubeconfig.parse(new byte[Kubeconfig.MAX_BYTES + 1]))
                .hasMessageContaining("256 kB");
        assertThatThrownBy(() -> parse(CLUSTER, "token: \"top secret\""))
                .hasMessageStartingWith("token: ")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(() -> new Kubeconfig(folder, folder, Map.of()).access("home"))
                .hasMessage("home: there is no file etc/kubernetes/home.yaml");
    }

    @Test
    void readsTheAccountOfAPodAnewEachTime() throws Exception {
        Files.writeString(folder.resolve("token"), "first\n");
        Files.writeString(folder.resolve("ca.crt"), "PEM");
        var environment = Map.of("KUBERNETES_SERVICE_HOST", "10.43.0.1", "KUBERNETES_SERVICE_PORT", "443");
        Access access = new Kubeconfig(folder, folder, environment).access(Kubeconfig.IN_CLUSTER);
        assertThat(access.server()).hasToString("https://10.43.0.1:443");
        assertThat(access.token().get()).isEqualTo("first");

        Files.writeString(folder.resolve("token"), "second\n");

        assertThat(access.token().get()).isEqualTo("second");
        assertThatThrownBy(() -> new Kubeconfig(folder, folder, Map.of()).access(Kubeconfig.IN_CLUSTER))
                .hasMessageContaining("runs in no cluster");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void readsTheEllipticKeysThatK3sWrites(String curve) throws Exception {
        var pair = KeyPairGenerator.getInstance("EC");
        pair.initialize(new ECGenParameterSpec(curve));
        byte[] pkcs8 = pair.generateKeyPair().getPrivate().getEncoded();
        Path key = folder.resolve("key.pem");
        Files.writeString(key, pem("PRIVATE KEY", pkcs8));
        Path sec1 = folder.resolve("sec1.pem");
        Process openssl = new ProcessBuilder("openssl", "ec", "-in", key.toString(), "-out", sec1.toString())
                .redirectErrorStream(true)
                .start();
        openssl.getInputStream().readAllBytes();
        assertThat(openssl.waitFor()).isZero();
        String given = Base64.getEncoder().encodeToString(Files.readAllBytes(sec1));

        String readable = new String(Base64.getDecoder().decode(ClientKey.readable(given)), US_ASCII);

        assertThat(Files.readString(sec1)).contains("BEGIN EC PRIVATE KEY");
        byte[] der = Base64.getMimeDecoder()
                .decode(readable.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                        .strip());
        var before = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        var after = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        assertThat(((ECPrivateKey) after).getS()).isEqualTo(((ECPrivateKey) before).getS());
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private static Access parse(String cluster, String user) {
        String yaml = "current-context: b\n"
                + "contexts: [{name: a, context: {cluster: x, user: x}}, {name: b, context: {cluster: c, user: u}}]\n"
                + "clusters: [{name: c, cluster: {" + cluster + "}}]\n"
                + "users: [{name: u, user: {" + user + "}}]\n";
        return Kubeconfig.parse(yaml.getBytes(UTF_8));
    }
}
