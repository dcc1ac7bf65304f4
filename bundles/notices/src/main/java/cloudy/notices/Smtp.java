// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Hands a mail to a server (RFC 5321, 3207, 4954): one mail a connection, always by TLS unless the server is on this
 * host. A library for it is ten times the size of this room.
 */
final class Smtp {

    /** Who speaks TLS from the first byte on. */
    private static final int TLS_PORT = 465;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?");
    private static final int TIMEOUT_MS = 10_000;
    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final int MAX_LINE = 1_000;
    private static final int MAX_LINES = 100;

    /** Where the server is and who we are there; an empty user does not sign in. */
    record Account(String host, int port, String user, String password) {
        Account {
            if (!HOST.matcher(host).matches()) {
                throw new InvalidFieldException(
                        "smtpHost",
                        Texts.of(
                                "ha de ser un nom d'ordinador o una adreça",
                                "debe ser un nombre de ordenador o una dirección",
                                "must be a host name or an address"));
            }
            if (user.codePoints().anyMatch(Character::isISOControl)) {
                throw new InvalidFieldException("smtpUser", Why.mustBeOneLine());
            }
            if (password.codePoints().anyMatch(Character::isISOControl)) {
                throw new InvalidFieldException(".smtpPassword", Why.mustBeOneLine());
            }
        }

        @Override
        public String toString() {
            return user + '@' + host + ':' + port;
        }
    }

    private final Account account;
    private final SSLSocketFactory tls;
    private final LongSupplier nanos;
    private volatile Optional<Socket> busy = Optional.empty();

    Smtp(Account account, SSLSocketFactory tls) {
        this(account, tls, System::nanoTime);
    }

    Smtp(Account account, SSLSocketFactory tls, LongSupplier nanos) {
        this.account = account;
        this.tls = tls;
        this.nanos = nanos;
    }

    void close() {
        busy.ifPresent(Smtp::hangUp);
    }

    /** Hands a mail over; the server has it when this returns. */
    void send(String from, String to, byte[] mail) throws IOException {
        var socket = new Socket();
        busy = Optional.of(socket);
        try (socket) {
            socket.connect(new InetSocketAddress(account.host(), account.port()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            Line line = new Line(account.port() == TLS_PORT ? secure(socket) : socket);
            line.expect("its greeting", 220);
            Set<String> offered = line.hello();
            if (line.socket instanceof SSLSocket) {
                // From the first byte on.
            } else if (offered.contains("STARTTLS")) {
                line.ask("STARTTLS", "STARTTLS", 220);
                line = line.secured();
                offered = line.hello();
            } else if (!socket.getInetAddress().isLoopbackAddress()) {
                throw new IOException(account.host() + " offers no TLS, so nothing is sent through it");
            }
            signIn(line, offered);
            line.ask("the sender", "MAIL FROM:<" + from + '>', 250);
            line.ask("the receiver", "RCPT TO:<" + to + '>', 250, 251);
            line.ask("DATA", "DATA", 354);
            line.out.write(stuffed(mail));
            line.ask("the mail", ".", 250);
            line.write("QUIT");
        } finally {
            busy = Optional.empty();
        }
    }

    private void signIn(Line line, Set<String> offered) throws IOException {
        if (account.user().isEmpty()) {
            return;
        }
        if (offered.contains("AUTH PLAIN")) {
            line.ask("the password", "AUTH PLAIN " + base64('\0' + account.user() + '\0' + account.password()), 235);
        } else if (offered.contains("AUTH LOGIN")) {
            line.ask("AUTH", "AUTH LOGIN", 334);
            line.ask("the user", base64(account.user()), 334);
            line.ask("the password", base64(account.password()), 235);
        } else {
            throw new IOException(account.host() + " takes no password in a way that is known here");
        }
    }

    private SSLSocket secure(Socket plain) throws IOException {
        var secured = (SSLSocket) tls.createSocket(plain, account.host(), account.port(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** The mail with CRLF at every line's end and no line that is the end mark (RFC 5321, 4.5.2). */
    static byte[] stuffed(byte[] mail) {
        var out = new ByteArrayOutputStream(mail.length + 64);
        int last = '\n';
        for (byte b : mail) {
            if (b == '.' && last == '\n') {
                out.write('.');
            }
            if (b == '\n' && last != '\r') {
                out.write('\r');
            }
            out.write(b);
            last = b;
        }
        if (last != '\n') {
            out.writeBytes("\r\n".getBytes(US_ASCII));
        }
        return out.toByteArray();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is gone already.
        }
    }

    /** The conversation over one socket. */
    private final class Line {

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final long begun = nanos.getAsLong();

        private Line(Socket socket) throws IOException {
            this.socket = socket;
            in = new BufferedInputStream(socket.getInputStream(), MAX_LINE);
            out = socket.getOutputStream();
        }

        private Line secured() throws IOException {
            // What came before TLS could be anyone's, who would have it taken for the server's (CVE-2011-0411).
            if (in.available() > 0) {
                throw new IOException(account.host() + " said more than it should before TLS");
            }
            return new Line(secure(socket));
        }

        private Set<String> hello() throws IOException {
            String own = socket.getLocalAddress().getHostAddress();
            write("EHLO [" + (own.indexOf(':') < 0 ? own : "IPv6:" + own.replaceAll("%.*", "")) + ']');
            var offered = new HashSet<String>();
            for (String answer : expect("EHLO", 250)) {
                String[] words = answer.toUpperCase(Locale.ROOT).split(" ", -1);
                offered.add(words[0]);
                for (int i = 1; i < words.length; i++) {
                    offered.add(words[0] + ' ' + words[i]);
                }
            }
            return offered;
        }

        private void ask(String what, String command, Integer... good) throws IOException {
            write(command);
            expect(what, good);
        }

        private void write(String command) throws IOException {
            if (command.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IOException("a line for the server holds what no line may hold");
            }
            out.write((command + "\r\n").getBytes(US_ASCII));
            out.flush();
        }

        /** Reads an answer; its lines without their numbers. */
        private List<String> expect(String what, Integer... good) throws IOException {
            var lines = new java.util.ArrayList<String>();
            while (true) {
                String line = read();
                boolean last = line.length() == 3 || (line.length() > 3 && line.charAt(3) == ' ');
                if (!line.matches("[2-5][0-9]{2}.*") || !(last || line.charAt(3) == '-') || lines.size() == MAX_LINES) {
                    throw new IOException(account.host() + " does not speak SMTP");
                }
                lines.add(line.substring(Math.min(4, line.length())));
                if (last) {
                    int code = Integer.parseInt(line.substring(0, 3));
                    if (!List.of(good).contains(code)) {
                        throw new IOException(account.host() + " did not take " + what + ": " + line);
                    }
                    return lines;
                }
            }
        }

        private String read() throws IOException {
            var line = new StringBuilder();
            while (true) {
                if (nanos.getAsLong() - begun > LIMIT_NANOS || line.length() > MAX_LINE) {
                    throw new IOException(account.host() + " takes too long");
                }
                int c = in.read();
                if (c < 0) {
                    throw new IOException(account.host() + " hung up");
                }
                if (c == '\n') {
                    return line.toString();
                }
                if (c != '\r') {
                    line.append(c < ' ' || c > '~' ? '?' : (char) c);
                }
            }
        }
    }
}
