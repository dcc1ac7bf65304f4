// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.heard;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Whatever comes, the answer is one that can be read, that is small, and that goes to a query only. */
class HostilePacketsTest {

    private static final String QUESTION = "05616c706861046e6f646506636c6f756479" + "08696e7465726e616c00" + "00010001";

    private final byte[] out = new byte[Responder.MAX];
    private final Responder responder = new Responder(zone(), 1 << 20);

    private static Zone zone() {
        var directory = new Neighbourhood();
        for (int i = 1; i <= 200; i++) {
            directory.add(heard("node-" + i, "10.1.0." + i));
        }
        directory.add(heard("alpha", "10.2.0.1"));
        var names = new Names(false, () -> 1);
        directory.watch(cloudy.api.network.Query.all(), names::follow);
        return new Zone(
                Name.fromConstantString("cloudy.internal."),
                names,
                key -> cloudy.api.Txt.EMPTY,
                List::of,
                new Serial(names, () -> 1, System::nanoTime));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            a pointer to itself,            000100000001000000000000c00c00010001, 1
            a pointer into the header,      000100000001000000000000056162630000c00400010001, 1
            a pointer forwards,             000100000001000000000000c01000010001, 1
            a label that ends beyond,       0001000000010000000000003f6162, 1
            a label of 64 bytes,            00010000000100000000000040616200010001, 1
            no end of the name,             000100000001000000000000016101620163, 1
            no type,                        000100000001000000000000016100, 1
            two questions,                  0001000000020000000000000000010001, 1
            no question,                    000100000000000000000000, 1
            an answer in a query,           0001000000010001000000000000010001, 1
            a record that is not there,     0001000000010000000000010000010001, 1
            data longer than the message,   00010000000100000000000100000100010000290200000000ffff, 1
            an update,                      000128000001000000000000, 4
            a notification,                 000120000001000000000000, 4
            """)
    void isRefused(String what, String packet, int rcode) throws IOException {
        byte[] in = HexFormat.of().parseHex(packet);
        int end = answer(in);

        assertThat(end).as(what).isBetween(Question.HEADER, in.length);
        assertThat(new Message(Arrays.copyOf(out, end)).getRcode()).isEqualTo(rcode);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            an answer,                      000180000001000000000000
            half a header,                  0001000000
            nothing at all,                 ''
            """)
    void isNotAnswered(String what, String packet) {
        assertThat(answer(HexFormat.of().parseHex(packet))).as(what).isZero();
    }

    @Test
    void ednsIsAnsweredAndOtherVersionsOfItAreNot() throws IOException {
        byte[] known =
                HexFormat.of().parseHex("000701000001000000000001" + QUESTION + "00002904d0" + "00008000" + "0000");
        Message answer = new Message(Arrays.copyOf(out, answer(known)));
        OPTRecord opt = answer.getOPT();
        assertThat(opt.getPayloadSize()).isEqualTo(Responder.PIECE);
        assertThat(opt.getFlags()).isEqualTo(0x8000);
        assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();

        byte[] future =
                HexFormat.of().parseHex("000701000001000000000001" + QUESTION + "00002904d0" + "00010000" + "0000");
        assertThat(new Message(Arrays.copyOf(out, answer(future))).getRcode()).isEqualTo(Rcode.BADVERS);
        byte[] twice = HexFormat.of()
                .parseHex("000701000001000000000002" + QUESTION + "00002904d0000000000000" + "00002904d0000000000000");
        assertThat(new Message(Arrays.copyOf(out, answer(twice))).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void theQuestionComesBackAsItWasWritten() throws IOException {
        byte[] query = Message.newQuery(
                        Record.newRecord(Name.fromString("aLpHa.NoDe.CLOUDY.internal."), Type.A, DClass.IN))
                .toWire();
        for (int i = 0; i < 2; i++) {
            int end = answer(query);
            assertThat(Arrays.copyOfRange(out, 12, 12 + 27)).isEqualTo(Arrays.copyOfRange(query, 12, 12 + 27));
            assertThat(new Message(Arrays.copyOf(out, end)).getSection(Section.ANSWER))
                    .hasSize(1);
        }
    }

    @Test
    void whatDoesNotFitIsCutOff() throws IOException {
        byte[] query = Message.newQuery(
                        Record.newRecord(Name.fromString("_proxy3._tcp.cloudy.internal."), Type.PTR, DClass.IN))
                .toWire();

        int small = answer(query);
        assertThat(small).isLessThanOrEqualTo(Responder.PLAIN);
        assertThat(new Message(Arrays.copyOf(out, small)).getHeader().getFlag(Flags.TC))
                .isTrue();
        int whole = responder.answer(query, query.length, Responder.Transport.TCP, Responder.MAX, out);
        Message all = new Message(Arrays.copyOf(out, whole));
        assertThat(all.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(all.getSection(Section.ANSWER)).hasSize(Zone.LISTED);
    }

    @ParameterizedTest
    @EnumSource
    void theWholeZoneIsNotToBeHadByAQuestion(Responder.Transport transport) throws IOException {
        byte[] query = Message.newQuery(Record.newRecord(Name.fromString("cloudy.internal."), Type.AXFR, DClass.IN))
                .toWire();

        int end = responder.answer(query, query.length, transport, Responder.PIECE, out);
        assertThat(end).isEqualTo(query.length);
        assertThat(new Message(Arrays.copyOf(out, end)).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void aHundredThousandRandomPacketsGetReadableAnswersOrNone() {
        bombard(100_000, 8);
    }

    @Test
    @Tag("slow")
    void fiveMillionRandomPacketsGetReadableAnswersOrNone() {
        bombard(5_000_000, 9);
    }

    private void bombard(int count, long seed) {
        var random = new Random(seed);
        byte[] good = HexFormat.of().parseHex("000701000001000000000001" + QUESTION + "00002904d0000080000000");
        for (int i = 0; i < count; i++) {
            byte[] in = random.nextInt(4) == 0 ? new byte[random.nextInt(80)] : good.clone();
            if (in.length != good.length) {
                random.nextBytes(in);
            }
            for (int change = random.nextInt(6); change > 0 && in.length > 0; change--) {
                in[random.nextInt(in.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(in.length + 1) : in.length;
            int end = responder.answer(in, length, Responder.Transport.UDP, Responder.PIECE, out);
            assertThat(end).isBetween(0, Responder.PIECE);
            if (end > 0) {
                assertThat(out[0]).isEqualTo(in[0]);
                assertThat(out[1]).isEqualTo(in[1]);
                assertThat(out[2] & 0x80).isEqualTo(0x80);
                readable(Arrays.copyOf(out, end), in);
            }
        }
    }

    private static void readable(byte[] answer, byte[] in) {
        try {
            assertThat(new Message(answer).getRcode()).isNotEqualTo(Rcode.SERVFAIL);
        } catch (IOException e) {
            throw new AssertionError(
                    HexFormat.of().formatHex(in) + " -> " + HexFormat.of().formatHex(answer), e);
        }
    }

    @Test
    void theServerGoesOnWhateverComes() throws IOException {
        try (var asked = new Asked(new Neighbourhood().add(heard("alpha", "10.2.0.1")));
                var socket = new DatagramSocket()) {
            var random = new Random(3);
            for (int i = 0; i < 20_000; i++) {
                byte[] noise = new byte[random.nextInt(100)];
                random.nextBytes(noise);
                socket.send(new DatagramPacket(noise, noise.length, asked.address));
            }
            // A question is lost while the noise fills the buffer; who asks by UDP asks again.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> asked.answers("alpha.node", Type.A).equals(List.of("10.2.0.1")));
        }
    }

    private int answer(byte[] in) {
        return responder.answer(in, in.length, Responder.Transport.UDP, Responder.PLAIN, out);
    }
}
