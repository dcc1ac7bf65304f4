// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What strangers send ends in a message or in {@link MalformedMessageException}, and in nothing else. */
class HostileMessageTest {

    private static final int ROUNDS = 200_000;

    @Test
    void survivesMessagesWithBytesTurned() {
        byte[] sound = sound();
        var random = new Random(1);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] broken = sound.clone();
            for (int turns = 1 + random.nextInt(8); turns > 0; turns--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            read += reads(broken, random.nextInt(4) == 0 ? random.nextInt(broken.length) : broken.length);
        }
        // Else the test would only have seen the first check.
        assertThat(read).isBetween(ROUNDS / 20, ROUNDS);
    }

    @Test
    void survivesNoise() {
        var random = new Random(2);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            if (noise.length > 12) {
                // Few entries, so that they are looked at.
                for (int at : new int[] {2, 4, 6, 8, 10}) {
                    noise[at] = 0;
                    noise[at + 1] &= 7;
                }
            }
            reads(noise, noise.length);
        }
    }

    @Test
    void readsAMessageFullOfPointersInNoTime() {
        // The worst there is: as many names as may be, each of them going back through as many pointers as may be.
        var packet = ByteBuffer.allocate(9_000);
        packet.put(new byte[] {0, 0, (byte) 0x84, 0, 0, 0, 1, 100, 0, 0, 0, 0});
        packet.put((byte) 1).put((byte) 'a').put((byte) 0);
        int before = 12;
        while (packet.remaining() > 30) {
            int here = packet.position();
            packet.putShort((short) (0xC000 | before));
            before = here;
        }
        packet.flip();
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            reads(packet.array(), packet.limit());
        }
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    /** 1 when it could be read. */
    private static int reads(byte[] packet, int length) {
        try {
            Message message = MessageReader.read(ByteBuffer.wrap(packet, 0, length));
            message.told().forEach(record -> {
                // Whatever was read can be written again.
                var writer = new MessageWriter();
                writer.question(Question.of(record.name(), RecordType.SRV));
                if (record.data() instanceof Rdata.Pointer) {
                    writer.answer(record);
                }
                MessageWriter.plain(record.data());
                assertThat(writer.query(false)).isNotEmpty();
            });
            return 1;
        } catch (MalformedMessageException e) {
            return 0;
        }
    }

    private static byte[] sound() {
        var type = Name.of("_etherpad", "_tcp", "local");
        var instance = type.child("Pads @alpha");
        var host = Name.of("alpha", "guifi", "local");
        var writer = new MessageWriter();
        writer.question(Question.of(type, RecordType.PTR));
        writer.answer(Resource.of(type, new Rdata.Pointer(instance), 4_500, false));
        writer.answer(Resource.of(instance, new Rdata.Server(host, 9001), 120, true));
        writer.additional(Resource.of(instance, new Rdata.Strings(List.of("a=1", "b")), 4_500, true));
        return writer.response(0);
    }
}
