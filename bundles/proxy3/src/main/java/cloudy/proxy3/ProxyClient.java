// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a proxy for something, as a browser would. Whatever answers is a stranger: bounded in time and size. */
final class ProxyClient {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 4_000;
    private static final int MAX_BYTES = 256 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})[ \\r]");

    private static final Pattern PROXY_ASKS = Pattern.compile("(?im)^Proxy-Authenticate:");
    private static final Pattern IN_BETWEEN = Pattern.compile("(?im)^(Via|X-Cache|X-Cache-Lookup):");

    private final InetSocketAddress proxy;

    ProxyClient(InetSocketAddress proxy) {
        this.proxy = proxy;
    }

    /**
     * What came back.
     *
     * @param connectMillis how long it took until the proxy took the call
     */
    record Reply(int status, String head, String body, double connectMillis) {

        /**
         * Whether a proxy answered, and would serve: it asks who the user is, or it brought the page and says that it was
         * in between. A web server answers many a question for another's page as well, with its own.
         */
        boolean isOfWorkingProxy() {
            return (status == 407 && PROXY_ASKS.matcher(head).find())
                    || (status < 400 && IN_BETWEEN.matcher(head).find());
        }
    }

    /** Asks for a page of anybody's. */
    Reply get(URI url) throws IOException {
        return ask("GET " + url + " HTTP/1.0\r\nHost: " + url.getRawAuthority() + "\r\n");
    }

    /** Asks whether there is a page of anybody's. */
    Reply head(URI url) throws IOException {
        return ask("HEAD " + url + " HTTP/1.0\r\nHost: " + url.getRawAuthority() + "\r\n");
    }

    /** Asks squid about itself. */
    String manager(String page, String secret) throws IOException {
        String word = Base64.getEncoder().encodeToString(("cloudy:" + secret).getBytes(StandardCharsets.US_ASCII));
        Reply reply = ask("GET /squid-internal-mgr/" + page + " HTTP/1.0\r\nAuthorization: Basic " + word + "\r\n");
        if (reply.status() != 200) {
            throw new IOException("squid answers " + reply.status() + " to a question about itself");
        }
        return reply.body();
    }

    private Reply ask(String head) throws IOException {
        try (var socket = new Socket()) {
            long began = System.nanoTime();
            socket.connect(proxy, CONNECT_MILLIS);
            double millis = (System.nanoTime() - began) / 1e6;
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream()
                    .write((head + "User-Agent: cloudy\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String text = read(socket.getInputStream());
            Matcher status = STATUS.matcher(text);
            if (!status.lookingAt()) {
                throw Explained.failure(Texts.of(
                        "el que respon no és un proxy", "lo que responde no es un proxy", "what answers is no proxy"));
            }
            int body = text.indexOf("\r\n\r\n");
            return new Reply(
                    Integer.parseInt(status.group(1)),
                    body < 0 ? text : text.substring(0, body + 2),
                    body < 0 ? "" : text.substring(body + 4),
                    millis);
        } catch (SocketTimeoutException e) {
            throw Explained.failure(
                    Texts.of("no respon a temps", "no responde a tiempo", "it does not answer in time"), e);
        }
    }

    /** Until the end, but no longer than it may take: one byte each second is no answer. */
    private static String read(InputStream in) throws IOException {
        long end = System.nanoTime() + 2L * READ_MILLIS * 1_000_000;
        var bytes = new ByteArrayOutputStream();
        var piece = new byte[8_192];
        int count = in.read(piece);
        while (count >= 0 && bytes.size() < MAX_BYTES && System.nanoTime() < end) {
            bytes.write(piece, 0, count);
            count = in.read(piece);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
