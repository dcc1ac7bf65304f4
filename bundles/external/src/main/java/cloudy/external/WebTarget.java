// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A web address that answers well while the service can be used. Nothing of the answer but its status is read, and no
 * redirection is followed.
 *
 * @param host without brackets
 * @param path with the query
 */
record WebTarget(boolean secure, String host, int port, String path) {

    static final String PATTERN =
            "(https?)://" + Target.HOST + "(?::([1-9]\\d{0,4}))?(/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,200})?";

    /** For each step of which the server can make us wait; all of them below the five seconds of a check. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final Pattern FORM = Pattern.compile(PATTERN);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
    private static final int LONGEST = 200;

    static WebTarget parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InvalidFieldException("check", Target.SENTENCE, text);
        }
        boolean secure = form.group(1).equals("https");
        if (form.group(2) != null) {
            Target.requireIpv6(form.group(2), text);
        }
        int port = form.group(5) == null ? (secure ? 443 : 80) : Integer.parseInt(form.group(5));
        if (port > 65535) {
            throw new InvalidFieldException("check", Target.SENTENCE, text);
        }
        return new WebTarget(
                secure,
                form.group(2) == null ? form.group(3) : form.group(2),
                port,
                form.group(6) == null ? "/" : form.group(6));
    }

    Health probe() {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return Health.down(Target.unknown(host));
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            if (!secure) {
                return ask(socket);
            }
            try (Socket tls = secured(socket)) {
                return ask(tls);
            }
        } catch (SocketTimeoutException e) {
            return Health.down(Target.silent(this));
        } catch (SSLException e) {
            return Health.down(Texts.of(
                            "el certificat de %s aquí no és de confiança; comproveu-ne l'amfitrió i el port (%s)",
                            "el certificado de %s aquí no es de confianza; compruebe su anfitrión y su puerto (%s)",
                            "the certificate of %s is not trusted here; check its host and port instead (%s)")
                    .with(this, e.getMessage()));
        } catch (IOException e) {
            return Health.down(Target.nothing(this, e));
        }
    }

    private Socket secured(Socket plain) throws IOException {
        var tls = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, false);
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private Health ask(Socket socket) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + place()
                + "\r\nUser-Agent: cloudy\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        Matcher status = STATUS.matcher(firstLine(socket.getInputStream()));
        if (!status.matches()) {
            return Health.down(Texts.of("%s no parla HTTP", "%s no habla HTTP", "%s does not speak HTTP")
                    .with(this));
        }
        int code = Integer.parseInt(status.group(1));
        // A page that asks for a password is one that can be used.
        return code < 400 || code == 401
                ? Health.up()
                : Health.down(Texts.of("%s respon %s", "%s responde %s", "%s answers %s")
                        .with(this, code));
    }

    /** What a server sends byte by byte ends in time, too. */
    private static String firstLine(InputStream in) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST; c = in.read()) {
            line.append((char) c);
            if (System.nanoTime() > end) {
                throw new SocketTimeoutException();
            }
        }
        return line.toString().strip();
    }

    private String place() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + place() + path;
    }
}
