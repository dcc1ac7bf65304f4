// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.api.access.Role;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.ssh.KarafJaasAuthenticator;
import org.apache.karaf.shell.ssh.SshUtils;
import org.apache.karaf.shell.ssh.UserAuthFactoriesFactory;
import org.apache.karaf.shell.ssh.keygenerator.OpenSSHKeyPairProvider;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Karaf's SSH server with its authenticator and settings, our realm behind it, and three clients before it. */
class SshAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SIGNATURES = "ssh-rsa,rsa-sha2-256,rsa-sha2-512,sk-ecdsa-sha2-nistp256@openssh.com,"
            + "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521";

    @TempDir
    private Path data;

    private final FakeAccess access = new FakeAccess();
    private ShellRealm realm;
    private SshServer server;
    private Configuration before;

    @BeforeEach
    void openTheDoor() throws IOException {
        realm = new ShellRealm(data, 7, access);
        before = configuration();
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return realm.getName().equals(name) ? realm.getEntries() : null;
            }
        });
        ProxyLoginModule.init(frameworkWhereOurBundleIs7());
        server = karafsServer();
        server.start();
    }

    @AfterEach
    void closeIt() throws IOException {
        server.stop(true);
        realm.forget();
        Configuration.setConfiguration(before);
    }

    @Test
    void ourKeyOpensTheShellAsAdmin() throws Exception {
        assertThat(execute("cloudy", keys(keyFile()))).isEqualTo("admin manager ssh systembundles viewer");
    }

    @Test
    void openSshReadsTheKey() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh")), "no OpenSSH client here");
        Process ssh = new ProcessBuilder(
                        "/usr/bin/ssh",
                        "-F",
                        "none",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-i",
                        keyFile().toString(),
                        "-p",
                        Integer.toString(server.getPort()),
                        "cloudy@127.0.0.1",
                        "roles")
                .redirectError(data.resolve("ssh.log").toFile())
                .start();

        assertThat(output(ssh)).isEqualTo("admin manager ssh systembundles viewer");
    }

    @Test
    void karafsClientReadsTheKey() throws Exception {
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dkaraf.etc=" + data,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.karaf.client.Main",
                        "-a",
                        Integer.toString(server.getPort()),
                        "-u",
                        "cloudy",
                        "-k",
                        keyFile().toString(),
                        "-b")
                .redirectError(data.resolve("client.log").toFile())
                .start();
        // Given as an argument it would be cut off as soon as the client's own input ends.
        try (var commands = client.getOutputStream()) {
            commands.write("roles".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(output(client)).contains("admin manager ssh systembundles viewer");
    }

    @Test
    void noOtherKeyOpensIt() throws IOException {
        Path other =
                Files.writeString(data.resolve("other"), ShellKey.generate().openssh());

        assertThatThrownBy(() -> execute("cloudy", keys(other))).hasMessageContaining("No more authentication methods");
    }

    @Test
    void noOtherUserEnters() {
        assertThatThrownBy(() -> execute("karaf", keys(keyFile())))
                .hasMessageContaining("No more authentication methods");
    }

    @Test
    void aKeyThatIsOnlyNamedAndNotOwnedDoesNotOpenIt() throws Exception {
        // The public half is ours, and so passes for known; the signature cannot be.
        KeyPair ours = keys(keyFile()).get(0);
        var forged = new KeyPair(ours.getPublic(), ShellKey.generate().privateKey());

        assertThatThrownBy(() -> execute("cloudy", List.of(forged)))
                .hasMessageContaining("No more authentication methods");
    }

    @Test
    void anAdminEntersByPassword() throws Exception {
        access.add("anna", "correct horse", Role.ADMIN);

        assertThat(executeByPassword("anna", "correct horse")).isEqualTo("admin manager ssh systembundles viewer");
        assertThat(access.from()).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void noOtherPasswordAndNobodyWhoIsNoAdminEnters() {
        access.add("anna", "correct horse", Role.ADMIN);
        access.add("olga", "battery staple", Role.OPERATOR);
        access.add("cloudy", "", Role.VIEWER);

        refuses("anna", "wrong horse");
        refuses("olga", "battery staple");
        refuses("cloudy", "cloudy");
        refuses("karaf", "karaf");
    }

    @Test
    void noPasswordWorksWhileNobodyKnowsAnyUsers() {
        realm = new ShellRealm(data, 7);

        refuses("cloudy", "cloudy");
        refuses("karaf", "karaf");
    }

    private void refuses(String user, String password) {
        assertThatThrownBy(() -> executeByPassword(user, password))
                .hasMessageContaining("No more authentication methods");
    }

    private String executeByPassword(String user, String password) throws IOException {
        try (var client = SshClient.setUpDefaultClient()) {
            client.start();
            try (var session = client.connect(user, "127.0.0.1", server.getPort())
                    .verify(PATIENCE)
                    .getSession()) {
                session.addPasswordIdentity(password);
                session.auth().verify(PATIENCE);
                return session.executeRemoteCommand("roles");
            }
        }
    }

    @Test
    void theKeyOfTheBootBeforeOpensNothing() throws Exception {
        List<KeyPair> old = keys(keyFile());
        realm = new ShellRealm(data, 7);

        assertThatThrownBy(() -> execute("cloudy", old)).hasMessageContaining("No more authentication methods");
        assertThat(execute("cloudy", keys(keyFile()))).startsWith("admin");
    }

    @Test
    void theKeyGoesWithTheRealm() {
        realm.forget();

        assertThat(keyFile()).doesNotExist();
    }

    @Test
    void nobodyEntersWhereTheKeyCouldNotBeWritten() throws Exception {
        List<KeyPair> old = keys(keyFile());
        Path noFolder = Files.writeString(data.resolve("file"), "");
        realm = new ShellRealm(noFolder, 7);

        assertThatThrownBy(() -> execute("cloudy", old)).hasMessageContaining("No more authentication methods");
    }

    private Path keyFile() {
        return data.resolve("run/shell.key");
    }

    private String execute(String user, List<KeyPair> keys) throws IOException {
        try (var client = SshClient.setUpDefaultClient()) {
            client.start();
            try (var session = client.connect(user, "127.0.0.1", server.getPort())
                    .verify(PATIENCE)
                    .getSession()) {
                keys.forEach(session::addPublicKeyIdentity);
                session.auth().verify(PATIENCE);
                return session.executeRemoteCommand("roles");
            }
        }
    }

    private static List<KeyPair> keys(Path file) {
        List<KeyPair> keys = new ArrayList<>();
        new FileKeyPairProvider(file).loadKeys(null).forEach(keys::add);
        return keys;
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** As the activator of Karaf's bundle sets it up, with {@code authMethods = publickey,password}. */
    private SshServer karafsServer() throws IOException {
        var ssh = SshServer.setUpDefaultServer();
        ssh.setHost("127.0.0.1");
        ssh.setPort(0);
        ssh.setKeyPairProvider(
                new OpenSSHKeyPairProvider(data.resolve("host.key"), data.resolve("host.key.pub"), "EC", 256, null));
        ssh.setSignatureFactories(SshUtils.buildSigAlgorithms(SIGNATURES.split(",")));
        var authenticator = new KarafJaasAuthenticator("cloudy", "admin", new Class<?>[] {RolePrincipal.class});
        ssh.setPublickeyAuthenticator(authenticator);
        ssh.setPasswordAuthenticator(authenticator);
        var methods = new UserAuthFactoriesFactory();
        methods.setAuthMethods(new String[] {"publickey", "password"});
        ssh.setUserAuthFactories(methods.getFactories());
        ssh.setCommandFactory((channel, command) -> new AbstractCommandSupport(command, null) {
            @Override
            public void run() {
                Subject subject = channel.getServerSession().getAttribute(KarafJaasAuthenticator.SUBJECT_ATTRIBUTE_KEY);
                List<String> roles = new ArrayList<>();
                subject.getPrincipals(RolePrincipal.class).forEach(role -> roles.add(role.getName()));
                Collections.sort(roles);
                try {
                    getOutputStream().write(String.join(" ", roles).getBytes(StandardCharsets.UTF_8));
                    getOutputStream().flush();
                    onExit(0);
                } catch (IOException e) {
                    onExit(1);
                }
            }
        });
        return ssh;
    }

    private static BundleContext frameworkWhereOurBundleIs7() {
        Bundle ours = answering(Bundle.class, "loadClass", name -> {
            try {
                return Class.forName((String) name);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        });
        return answering(BundleContext.class, "getBundle", id -> Long.valueOf(7).equals(id) ? ours : null);
    }

    private static <T> T answering(Class<T> type, String method, java.util.function.UnaryOperator<Object> answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && arguments != null) {
                        return answer.apply(arguments[0]);
                    }
                    throw new UnsupportedOperationException(called.toString());
                }));
    }

    private static Configuration configuration() {
        try {
            return Configuration.getConfiguration();
        } catch (SecurityException e) {
            return null; // this platform has none
        }
    }
}
