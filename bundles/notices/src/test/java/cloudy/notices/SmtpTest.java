// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpTest {

    @TempDir
    static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void makeKeys() throws Exception {
        context = LittleSmtp.context(folder, "IP:127.0.0.1");
    }

    private static Smtp client(LittleSmtp server, String user, SSLContext tls) {
        return new Smtp(new Smtp.Account("127.0.0.1", server.port(), user, "pässword"), tls.getSocketFactory());
    }

    private static byte[] mail(String text) {
        return text.getBytes(US_ASCII);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void handsAMailOverByTls() throws Exception {
        try (var server = new LittleSmtp(Optional.of(context))) {
            client(server, "me", context).send("a@b.org", "c@d.org", mail("Subject: x\r\n\r\nhello\r\n"));

            assertThat(server.commands)
                    .startsWith(
                            "EHLO [127.0.0.1]",
                            "STARTTLS",
                            "EHLO [127.0.0.1]",
                            "AUTH PLAIN " + base64("\0me\0pässword"),
                            "MAIL FROM:<a@b.org>",
                            "RCPT TO:<c@d.org>",
                            "DATA");
            assertThat(server.mail).hasToString("Subject: x\r\n\r\nhello\r\n");
        }
    }

    @Test
    void signsInTheOtherWayWhereTheServerKnowsThatOnly() throws Exception {
        try (var server = new LittleSmtp(Optional.of(context))) {
            server.offered = "AUTH LOGIN";
            client(server, "me", context).send("a@b.org", "c@d.org", mail("x"));

            assertThat(server.commands).contains("AUTH LOGIN", base64("me"), base64("pässword"), "DATA");

            server.offered = "AUTH CRAM-MD5";
            assertThatThrownBy(() -> client(server, "me", context).send("a@b.org", "c@d.org", mail("x")))
                    .hasMessageContaining("takes no password");
        }
    }

    @Test
    void takesAServerOnThisHostWithoutTlsAndWithoutUser() throws Exception {
        try (var server = new LittleSmtp(Optional.empty())) {
            client(server, "", context).send("a@b.org", "c@d.org", mail("x\n.\n..y\nz"));

            assertThat(server.commands).noneMatch(command -> command.startsWith("AUTH"));
            assertThat(server.mail).hasToString("x\r\n.\r\n..y\r\nz\r\n");
        }
    }

    @Test
    void refusesAServerWithAnotherCertificate() throws Exception {
        try (var server = new LittleSmtp(Optional.of(context))) {
            assertThatThrownBy(() -> new Smtp(
                                    new Smtp.Account("127.0.0.1", server.port(), "me", "secret"),
                                    (SSLSocketFactory) SSLSocketFactory.getDefault())
                            .send("a@b.org", "c@d.org", mail("x")))
                    .isInstanceOf(SSLException.class);
            assertThat(server.commands).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @Test
    void refusesAServerWithAnotherName(@TempDir Path other) throws Exception {
        SSLContext named = LittleSmtp.context(other, "DNS:mail.example.org");
        try (var server = new LittleSmtp(Optional.of(named))) {
            assertThatThrownBy(() -> client(server, "me", named).send("a@b.org", "c@d.org", mail("x")))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void refusesWhatWasSlippedInBeforeTls() throws Exception {
        try (var server = new LittleSmtp(Optional.of(context))) {
            server.injected = "250 AUTH PLAIN\r\n";

            assertThatThrownBy(() -> client(server, "me", context).send("a@b.org", "c@d.org", mail("x")))
                    .isInstanceOf(IOException.class);
            assertThat(server.commands).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @Test
    void saysWhatTheServerRefused() throws Exception {
        try (var server = new LittleSmtp(Optional.empty())) {
            server.refused = "RCPT";

            assertThatThrownBy(() -> client(server, "", context).send("a@b.org", "c@d.org", mail("x")))
                    .hasMessage("127.0.0.1 did not take the receiver: 550 no");
        }
    }

    @Test
    void letsNoValueBeginALineOfItsOwn() throws Exception {
        try (var server = new LittleSmtp(Optional.empty())) {
            Smtp client = client(server, "", context);
            assertThatThrownBy(() -> client.send("a@b.org>\r\nRCPT TO:<x@y.org", "c@d.org", mail("x")))
                    .isInstanceOf(IOException.class);
            assertThat(server.commands).noneMatch(command -> command.contains("x@y.org"));
        }
        assertThatThrownBy(() -> new Smtp.Account("a\r\nb", 25, "", "")).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> new Smtp.Account("a", 25, "u\n", "")).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> new Smtp.Account("a", 25, "u", "\r")).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void isBoundedInTimeAndSize() throws Exception {
        var nanos = new AtomicLong();
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> {
                try (var socket = server.accept()) {
                    while (true) {
                        socket.getOutputStream().write("220-go on\r\n".getBytes(US_ASCII));
                        nanos.addAndGet(1_000_000_000L);
                    }
                } catch (IOException e) {
                    // The client has hung up, as it should.
                }
            });
            thread.start();
            var client = new Smtp(
                    new Smtp.Account("127.0.0.1", server.getLocalPort(), "", ""),
                    context.getSocketFactory(),
                    nanos::get);

            assertThatThrownBy(() -> client.send("a@b.org", "c@d.org", mail("x")))
                    .message()
                    .containsAnyOf("takes too long", "does not speak SMTP");
            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
