// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Role;
import cloudy.api.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.InteractiveProcessShellFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real SSH server with people in it, and what their accounts come to. */
class OpenShellsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final SshServer server = SshServer.setUpDefaultServer();
    private final SshClient client = SshClient.setUpDefaultClient();
    private final CountDownLatch slowPassword = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private OpenShells shells;

    @BeforeEach
    void open() throws IOException {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host.key")));
        server.setShellFactory(InteractiveProcessShellFactory.INSTANCE);
        server.setPasswordAuthenticator((user, password, session) -> !user.equals("slow") || isLetInAfterAll());
        server.start();
        client.start();
        shells = new OpenShells(List.of(SshServer.setUpDefaultServer(), server));
    }

    private boolean isLetInAfterAll() {
        asked.countDown();
        try {
            slowPassword.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @AfterEach
    void close() throws IOException {
        slowPassword.countDown();
        client.stop();
        server.stop(true);
    }

    @Test
    void theShellsOfWhoIsRemovedEndAndNoOthers() throws IOException {
        try (ClientSession one = signIn("ada");
                ClientSession other = signIn("ada");
                ClientSession anna = signIn("anna")) {
            shells.accept(changed("ada", "removed"));

            Awaitility.await().until(() -> one.isClosed() && other.isClosed());
            assertThat(anna.isOpen()).isTrue();
            shells.accept(changed("anna", "changed"));
            Awaitility.await().until(anna::isClosed);
        }
    }

    @Test
    void whoIsJustSigningInMustBeginAnew() throws Exception {
        ClientSession late = client.connect("slow", "127.0.0.1", server.getPort())
                .verify(PATIENCE)
                .getSession();
        late.addPasswordIdentity("secret");
        var signingIn = late.auth();
        asked.await();

        shells.accept(changed("slow", "removed"));

        Awaitility.await().until(late::isClosed);
        slowPassword.countDown();
        assertThatThrownBy(() -> signingIn.verify(PATIENCE)).isInstanceOf(IOException.class);
    }

    @Test
    void whatChangesOtherwiseEndsNothing() throws IOException {
        try (ClientSession ada = signIn("ada");
                ClientSession key = signIn("cloudy");
                ClientSession last = signIn("last")) {
            shells.accept(changed("ada", "added"));
            shells.accept(new Event("service", "ada", Role.VIEWER, Map.of("change", "removed")));
            shells.accept(changed("eve", "removed"));
            shells.accept(changed("last", "removed"));

            Awaitility.await().until(last::isClosed);
            assertThat(ada.isOpen()).isTrue();
            assertThat(key.isOpen()).isTrue();
        }
    }

    private static Event changed(String user, String change) {
        return new Event("user", user, Role.ADMIN, Map.of("change", change));
    }

    private ClientSession signIn(String user) throws IOException {
        ClientSession session = client.connect(user, "127.0.0.1", server.getPort())
                .verify(PATIENCE)
                .getSession();
        session.addPasswordIdentity("secret");
        session.auth().verify(PATIENCE);
        return session;
    }
}
