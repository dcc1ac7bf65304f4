// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.helper.wire.DebianPackage;
import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {

    static final List<Request> REQUESTS = List.of(
            new Request.Install(DebianPackage.SQUID),
            new Request.Start(
                    Program.PROXY3,
                    List.of("-N", "-f", "/var/lib/cloudy/data/daemons/proxy3/files/squid.conf", "à € \uD83D\uDE80", ""),
                    Map.of("CLOUDY_CACHE", "disk", "LDAPTLS_REQCERT", "demand")),
            new Request.Signal(Program.NAMED, Request.Signal.Kind.HUP),
            new Request.Signal(Program.NAMED, Request.Signal.Kind.KILL),
            new Request.Stop(Program.SERF),
            new Request.Status(Program.SERF),
            new Request.Read(Program.SYNCTHING, "syncthing/folders/à b"));

    @Test
    void whatIsSaidIsUnderstood() throws IOException {
        for (Request request : REQUESTS) {
            assertThat(read(bytes(request))).isEqualTo(request);
        }
        for (Reply reply : List.of(
                new Reply.Line("é"),
                new Reply.Open("/run/x"),
                new Reply.Running(1L << 40),
                new Reply.Done(-1),
                new Reply.Refused("no"))) {
            var out = new ByteArrayOutputStream();
            Frames.send(Channels.newChannel(out), reply);
            assertThat(Frames.reply(Channels.newChannel(new ByteArrayInputStream(out.toByteArray()))))
                    .isEqualTo(reply);
        }
    }

    @Test
    void nothingIsStartedThatCouldSayMoreThanItIsMeantTo() {
        for (String bad : List.of("a\nb", "a\0b", "\u0007", "\uD83D", "x".repeat(5_000))) {
            assertThatThrownBy(() -> new Request.Start(Program.SERF, List.of(bad), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Request.Start(Program.PROXY3, List.of(), Map.of("CLOUDY_CACHE", bad)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Request.Start(Program.PROXY3, List.of(), Map.of("LD_PRELOAD", "/tmp/x.so")))
                .hasMessage("a variable that is not for it");
        assertThatThrownBy(() -> new Request.Start(Program.SERF, Collections.nCopies(65, "-v"), Map.of()))
                .hasMessage("too many arguments");
    }

    @Test
    void whatIsNotOfTheListIsRefused() {
        assertThatThrownBy(() -> read(frame(1, "nmap"))).hasMessage("unknown package");
        assertThatThrownBy(() -> read(frame(1, "squid; reboot"))).hasMessage("unknown package");
        assertThatThrownBy(() -> read(frame(4, "tincd"))).hasMessage("unknown program");
        assertThatThrownBy(() -> read(frame(4, "../../ssh"))).hasMessage("unknown program");
        assertThatThrownBy(() -> read(frame(7, "serf"))).hasMessage("unknown action");
        for (String place : List.of(
                "",
                "/etc/shadow",
                "syncthing",
                "syncthing/key",
                "syncthing/home/../key",
                "syncthing/homes",
                "syncthing/home/",
                "syncthing/home/./x",
                "daemons/syncthing/output.log",
                "proxy3/log")) {
            assertThatThrownBy(() -> new Request.Read(Program.SYNCTHING, place))
                    .as(place)
                    .hasMessage("a place where it keeps nothing");
        }
        assertThatThrownBy(() -> read(new byte[] {0, 0})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(new byte[] {-1, -1, 1})).hasMessage("it broke off");
        byte[] two = bytes(new Request.Stop(Program.SERF));
        byte[] longer = Arrays.copyOf(two, two.length + 1);
        longer[1]++;
        assertThatThrownBy(() -> read(longer)).hasMessage("more than one at a time");
    }

    /** Whatever comes is either a request of the list, which says the same when it is written again, or refused. */
    @Test
    void hundredsOfThousandsOfBrokenRequestsAreRefusedOrSound() throws IOException {
        var random = new Random(7);
        int sound = 0;
        for (int i = 0; i < 400_000; i++) {
            byte[] bytes = mutated(random);
            try {
                Request request = read(bytes);
                sound++;
                if (!read(bytes(request)).equals(request)) {
                    assertThat(bytes).as("read as %s", request).isNull();
                }
            } catch (IOException | IllegalArgumentException refused) {
                // As it should be.
            }
        }
        assertThat(sound).isBetween(1_000, 300_000);
    }

    static byte[] mutated(Random random) {
        byte[] bytes = bytes(REQUESTS.get(random.nextInt(REQUESTS.size())));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            switch (random.nextInt(4)) {
                case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, 2 + random.nextInt(bytes.length + 8));
                default -> {
                    int from = random.nextInt(bytes.length);
                    System.arraycopy(bytes, 0, bytes, from, Math.min(bytes.length - from, 1 + random.nextInt(9)));
                }
            }
        }
        return bytes;
    }

    static byte[] bytes(Request request) {
        var out = new ByteArrayOutputStream();
        try {
            Frames.send(Channels.newChannel(out), request);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static Request read(byte[] bytes) throws IOException {
        return Frames.request(Channels.newChannel(new ByteArrayInputStream(bytes)));
    }

    private static byte[] frame(int kind, String name) {
        var all = new ArrayList<Byte>();
        all.add((byte) 0);
        all.add((byte) (3 + name.length()));
        all.add((byte) kind);
        all.add((byte) 0);
        all.add((byte) name.length());
        name.chars().forEach(c -> all.add((byte) c));
        var bytes = new byte[all.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = all.get(i);
        }
        return bytes;
    }
}
