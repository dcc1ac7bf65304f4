// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A program for a host: it announces as many things as a node takes from one link, in words that would hurt a page that
 * took them for markup. Once for each line that it is told; what gets lost on the way comes with the next.
 *
 * <p>A node takes 64 things of a device and 512 of an address that speaks: so there are many devices, and some addresses.
 */
final class Heckler {

    static final int DEVICES = 32;
    static final int EACH = 60;

    private static final int SPEAKERS = 8;
    private static final int PORT = 5353;
    private static final int TOGETHER = 6;
    private static final int TTL = 120;
    private static final int PTR = 12;
    private static final int TXT = 16;
    private static final int SRV = 33;
    private static final int A = 1;
    private static final int UNIQUE = 0x8000;
    private static final int ANSWER = 0x8400;

    private static final String[] WORDS = {
        "<img src=x onerror=window.hurt=1>",
        "<script>window.hurt=1</script>",
        "\"><svg onload=window.hurt=1>",
        "javascript:window.hurt=1",
        "${window.hurt=1}{{window.hurt=1}}",
        "\u202Egnorw yaw \u2067\u2066 round",
        "</bdi></li></ul><h1>broken</h1>",
        "long".repeat(12),
    };

    private Heckler() {}

    /** Starts it on a host, which gets addresses to speak from. */
    static Talker on(Host host) throws IOException {
        for (int speaker = 0; speaker < SPEAKERS; speaker++) {
            host.run("ip", "addr", "add", speaker(speaker) + "/24", "dev", "eth0")
                    .succeeded();
        }
        return host.java(Heckler.class);
    }

    /** What is announced: a number that nothing else has, and something that hurts. */
    static String words(int number) {
        return "h" + number + "h " + WORDS[number % WORDS.length];
    }

    private static String speaker(int number) {
        return "10.77.0." + (100 + number);
    }

    public static void main(String[] arguments) throws IOException {
        List<MulticastSocket> speakers = new ArrayList<>();
        for (int speaker = 0; speaker < SPEAKERS; speaker++) {
            var socket = new MulticastSocket(new InetSocketAddress(speaker(speaker), PORT));
            socket.setTimeToLive(255);
            speakers.add(socket);
        }
        Talker.begun();
        while (System.in.read() >= 0) {
            List<Integer> order = new ArrayList<>();
            for (int first = 0; first < DEVICES * EACH; first += TOGETHER) {
                order.add(first);
            }
            Collections.shuffle(order);
            for (int first : order) {
                int device = first / EACH;
                byte[] message = message(device, first);
                speakers.get(device % SPEAKERS)
                        .send(new DatagramPacket(message, message.length, InetAddress.getByName("224.0.0.251"), PORT));
            }
        }
        System.exit(0);
    }

    private static byte[] message(int device, int first) {
        String host = (device % 2 == 0 ? "<b>heckler " : "heckler-") + device;
        var message = new ByteArrayOutputStream();
        shorts(message, 0, ANSWER, 0, 3 * TOGETHER + 1, 0, 0);
        for (int number = first; number < first + TOGETHER; number++) {
            byte[] type = name("_http", "_tcp", "local");
            byte[] instance = name(words(number), "_http", "_tcp", "local");
            record(message, type, PTR, 1, instance);
            var server = new ByteArrayOutputStream();
            shorts(server, 0, 0, 80);
            server.writeBytes(name(host, "local"));
            record(message, instance, SRV, UNIQUE | 1, server.toByteArray());
            var text = new ByteArrayOutputStream();
            string(text, "note=" + WORDS[(number + 3) % WORDS.length]);
            string(text, "<b onclick=window.hurt=1>=" + "long ".repeat(40));
            record(message, instance, TXT, UNIQUE | 1, text.toByteArray());
        }
        record(message, name(host, "local"), A, UNIQUE | 1, new byte[] {10, 77, 0, (byte) (110 + device)});
        return message.toByteArray();
    }

    private static void record(ByteArrayOutputStream message, byte[] name, int type, int kind, byte[] data) {
        message.writeBytes(name);
        shorts(message, type, kind, 0, TTL, data.length);
        message.writeBytes(data);
    }

    private static byte[] name(String... labels) {
        var name = new ByteArrayOutputStream();
        for (String label : labels) {
            string(name, label);
        }
        name.write(0);
        return name.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static void shorts(ByteArrayOutputStream out, int... numbers) {
        for (int number : numbers) {
            out.write(number >> 8);
            out.write(number);
        }
    }
}
