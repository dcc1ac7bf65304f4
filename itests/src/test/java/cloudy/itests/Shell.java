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
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/**
 * The node's own shell, as {@code bin/cloudy shell} reaches it: a program of ours on the node's host that stays,
 * because a new JVM for each question is too slow to ask often.
 */
final class Shell implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Talker program;

    private Shell(Talker program) {
        this.program = program;
    }

    /** Logs in to a node that has booted. */
    static Shell with(CloudyNode node) throws IOException {
        Path run = node.home().resolve("data/run");
        return new Shell(node.host().java(Shell.class, run.resolve("shell.key").toString(), port(node)));
    }

    /** What becomes of an attempt to log in with a password: {@code in}, or why not. */
    static String knock(CloudyNode node, String user, String password) throws IOException {
        try (Talker program = node.host().java(Shell.class, "", port(node), user, password)) {
            return program.hear();
        }
    }

    /** Logs in with a password and stays: the first line heard is {@code in}, the next {@code out} when it is over. */
    static Talker stay(CloudyNode node, String user, String password) throws IOException {
        return node.host().java(Shell.class, "", port(node), user, password, "stay");
    }

    private static String port(CloudyNode node) throws IOException {
        return Files.readString(node.home().resolve("data/run/ssh.port")).strip();
    }

    /** Runs a command and answers what it printed, without what makes it bold. */
    synchronized String run(String command) throws IOException {
        program.say(command);
        String answer = program.hear();
        if (answer == null) {
            throw new IOException("the shell is gone; asked was " + command);
        }
        return new String(Base64.getDecoder().decode(answer), StandardCharsets.UTF_8)
                .replaceAll("\u001b\\[[0-9;]*m", "");
    }

    @Override
    public void close() {
        program.close();
    }

    public static void main(String[] arguments) throws Exception {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            Talker.begun();
            if (arguments.length > 4) {
                stay(client, arguments);
            } else if (arguments.length > 2) {
                Talker.tell(knock(client, arguments));
            } else {
                answerAll(client, arguments);
            }
        }
        System.exit(0);
    }

    private static void answerAll(SshClient client, String[] arguments) throws Exception {
        var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String command = questions.readLine();
        while (command != null) {
            Talker.tell(Base64.getEncoder().encodeToString(answer(client, arguments, command)));
            command = questions.readLine();
        }
    }

    private static String knock(SshClient client, String[] arguments) {
        try (ClientSession session = logIn(client, arguments)) {
            return session.isAuthenticated() ? "in" : "not authenticated";
        } catch (Exception e) {
            return e.getMessage();
        }
    }

    private static void stay(SshClient client, String[] arguments) throws Exception {
        try (ClientSession session = logIn(client, arguments);
                var shell = session.createShellChannel()) {
            shell.open().verify(PATIENCE);
            Talker.tell("in");
            session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE);
            Talker.tell(session.isClosed() ? "out" : "still in");
        }
    }

    private static ClientSession logIn(SshClient client, String[] arguments) throws Exception {
        boolean byPassword = arguments.length > 2;
        ClientSession session = client.connect(
                        byPassword ? arguments[2] : "cloudy", "127.0.0.1", Integer.parseInt(arguments[1]))
                .verify(PATIENCE)
                .getSession();
        if (byPassword) {
            session.addPasswordIdentity(arguments[3]);
        } else {
            for (KeyPair key : new FileKeyPairProvider(Path.of(arguments[0])).loadKeys(session)) {
                session.addPublicKeyIdentity(key);
            }
        }
        session.auth().verify(PATIENCE);
        return session;
    }

    /** In a session of its own, because Karaf ends one with the first command. */
    private static byte[] answer(SshClient client, String[] arguments, String command) throws Exception {
        var printed = new ByteArrayOutputStream();
        try (ClientSession session = logIn(client, arguments);
                var channel = session.createExecChannel(command)) {
            channel.setOut(printed);
            channel.setErr(printed);
            channel.open().verify(PATIENCE);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
        }
        return printed.toByteArray();
    }
}
