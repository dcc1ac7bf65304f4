// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Lists of members with bytes turned, cut and doubled: they end in members within their bounds or in one of the faults
 * over which {@link RpcConnection} closes, and in nothing else.
 */
class MutatedMembersTest {

    private static final int ROUNDS = 100_000;

    @Test
    void endInBoundedMembersOrInAClosedConnection() throws IOException {
        var random = new Random(3);
        byte[] sound = list();
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<Member> members = read(mutant(sound, random));
            read += members.isEmpty() ? 0 : 1;
            assertThat(members).allSatisfy(MutatedMembersTest::isWithinItsBounds);
        }

        // Else the test would only have seen the first check.
        assertThat(read).isGreaterThan(ROUNDS / 10);
        assertThat(read(sound)).hasSize(3);
    }

    private static void isWithinItsBounds(Member member) {
        assertThat(member.name().length()).isLessThanOrEqualTo(WireReader.MAX_NAME);
        assertThat(member.tags()).hasSizeLessThanOrEqualTo(32);
        assertThat(member.tags().values()).allMatch(value -> value.length() < 4_096);
        assertThat(member.port()).isBetween(0, 65_535);
    }

    /** What came before the fault counts, as it does when it comes over a connection. */
    private static List<Member> read(byte[] message) throws IOException {
        List<Member> members = new ArrayList<>();
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(message)) {
            var reader = new WireReader(in);
            reader.map(key -> {
                if (key.equals("Members")) {
                    reader.array(() -> members.add(reader.member()));
                } else {
                    reader.skip();
                }
            });
        } catch (IOException | MessagePackException | IllegalArgumentException | ArithmeticException e) {
            // RpcConnection closes over these.
            return members;
        }
        return members;
    }

    private static byte[] mutant(byte[] sound, Random random) {
        byte[] message = sound.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(message.length);
            switch (random.nextInt(4)) {
                case 0 -> message[at] = (byte) random.nextInt(256);
                case 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
                // The first byte of a long text, map or array.
                case 2 -> message[at] = (byte) (0xD9 + random.nextInt(7));
                default -> {
                    byte[] tail = Arrays.copyOfRange(message, at, message.length);
                    message = Arrays.copyOf(message, message.length + Math.min(tail.length, 100));
                    System.arraycopy(tail, 0, message, message.length - tail.length, tail.length);
                }
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(message, random.nextInt(message.length)) : message;
    }

    /** As Debian's agent writes it. */
    private static byte[] list() throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packMapHeader(1).packString("Members").packArrayHeader(3);
            for (int i = 0; i < 3; i++) {
                packer.packMapHeader(6).packString("Name").packString("00000000000000bb-10.0.0." + i + "-5000");
                packer.packString("Addr").packBinaryHeader(4).writePayload(new byte[] {10, 0, 0, (byte) i});
                packer.packString("Port").packInt(5_000);
                packer.packString("Tags").packMapHeader(2);
                packer.packString("services").packString("QlpoOTFBWSZTW".repeat(20));
                packer.packString("cloudy").packString("1.0");
                packer.packString("Status").packString("alive");
                packer.packString("Protocol").packMapHeader(2);
                packer.packString("Min").packInt(2).packString("Max").packInt(5);
            }
            return packer.toByteArray();
        }
    }
}
