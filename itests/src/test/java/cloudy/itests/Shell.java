// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/**
 * The node's own shell, as {@code bin/cloudy shell} reaches it: a program of ours on the node's host that keeps one
 * session open, because a new JVM for each question is too slow to ask often.
 */
final class Shell implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process program;
    private final BufferedReader answers;

    private Shell(Process program) {
        this.program = program;
        answers = program.inputReader();
    }

    /** Opens a session with a node that has booted. */
    static Shell with(CloudyNode node) throws IOException {
        Path run = node.home().resolve("data/run");
        var shell = new Shell(node.host()
                .java(
                        Shell.class,
                        run.resolve("shell.key").toString(),
                        Files.readString(run.resolve("ssh.port")).strip()));
        if (shell.answers.readLine() == null) {
            throw new IOException(node.host().name() + " lets nobody into its shell");
        }
        return shell;
    }

    /** Whether the node's shell takes a password. */
    static boolean letsIn(CloudyNode node, String user, String password) throws IOException {
        String port = Files.readString(node.home().resolve("data/run/ssh.port")).strip();
        Process program = node.host().java(Shell.class, "password", port, user, password);
        return program.inputReader().readLine() != null;
    }

    /** Runs a command and answers what it printed. */
    synchronized String run(String command) throws IOException {
        var question = program.outputWriter();
        question.write(command + "\n");
        question.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the shell is gone; asked was " + command);
        }
        return new String(Base64.getDecoder().decode(answer), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            int port = Integer.parseInt(arguments[1]);
            String user = arguments.length > 2 ? arguments[2] : "cloudy";
            try (ClientSession session =
                    client.connect(user, "127.0.0.1", port).verify(PATIENCE).getSession()) {
                if (arguments.length > 2) {
                    session.addPasswordIdentity(arguments[3]);
                } else {
                    for (KeyPair key : new FileKeyPairProvider(Path.of(arguments[0])).loadKeys(session)) {
                        session.addPublicKeyIdentity(key);
                    }
                }
                session.auth().verify(PATIENCE);
                System.out.println("open");
                answer(session);
            }
        } catch (SshException e) {
            // No line on the output: nobody was let in.
            System.exit(1);
        }
        System.exit(0);
    }

    private static void answer(ClientSession session) throws IOException {
        var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String command = questions.readLine();
        while (command != null) {
            var printed = new ByteArrayOutputStream();
            try (var channel = session.createExecChannel(command)) {
                channel.setOut(printed);
                channel.setErr(printed);
                channel.open().verify(PATIENCE);
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
            }
            System.out.println(Base64.getEncoder().encodeToString(printed.toByteArray()));
            command = questions.readLine();
        }
    }
}
