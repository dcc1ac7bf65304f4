// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** A program for a host that has the addresses 10.98.0.0/16: many listen to a node's events until its input ends. */
final class Listeners {

    private Listeners() {}

    /** Arguments: address of the node, authority, token, how many. All of them have been answered when it has begun. */
    public static void main(String[] arguments) throws Exception {
        SSLSocketFactory tls = Wire.trusting(Path.of(arguments[1])).getSocketFactory();
        String request = "GET /api/v1/events HTTP/1.1\r\nHost: " + arguments[0] + "\r\nAuthorization: Bearer "
                + arguments[2] + "\r\n\r\n";
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            var socket = new Socket();
            socket.bind(new InetSocketAddress("10.98.1." + (1 + i % 250), 0));
            socket.connect(new InetSocketAddress(arguments[0], Api.HTTPS));
            Socket secured = tls.createSocket(socket, arguments[0], Api.HTTPS, true);
            secured.getOutputStream().write(request.getBytes(US_ASCII));
            String head = new String(secured.getInputStream().readNBytes(12), US_ASCII);
            if (!head.endsWith("200")) {
                throw new IOException("answered with " + head);
            }
            open.add(secured);
        }
        Talker.begun();
        if (System.in.read() < 0) {
            System.exit(open.isEmpty() ? 1 : 0);
        }
    }
}
