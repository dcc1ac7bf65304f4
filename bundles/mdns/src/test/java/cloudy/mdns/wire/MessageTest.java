// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final Name TYPE = Name.of("_etherpad", "_tcp", "local");
    private static final Name INSTANCE = TYPE.child("Pads 1.2 ☂ 🎵 @alpha");
    private static final Name HOST = Name.of("alpha", "guifi", "local");

    @Test
    void readsWhatItWrote() throws Exception {
        var pointer = Resource.of(TYPE, new Rdata.Pointer(INSTANCE), 4_500, false);
        var server = Resource.of(INSTANCE, new Rdata.Server(HOST, 9001), 120, true);
        var text = Resource.of(INSTANCE, new Rdata.Strings(List.of("a=1 b=2", "c=à")), 4_500, true);
        var v4 = Resource.of(HOST, new Rdata.Address(address("10.0.0.1")), 120, true);
        var v6 = Resource.of(HOST, new Rdata.Address(address("2001:db8::1")), 120, true);
        var writer = new MessageWriter();
        assertThat(writer.answer(pointer)).isTrue();
        assertThat(writer.answers(List.of(server, text))).isTrue();
        assertThat(writer.additional(v4)).isTrue();
        assertThat(writer.additional(v6)).isTrue();

        Message message = read(writer.response(7));

        assertThat(message.id()).isEqualTo(7);
        assertThat(message.response()).isTrue();
        assertThat(message.answers()).containsExactly(pointer, server, text);
        assertThat(message.additionals()).containsExactly(v4, v6);
        assertThat(message.told()).hasSize(5);
    }

    @Test
    void readsTheQueriesItWrote() throws Exception {
        var any = Question.of(INSTANCE, RecordType.ANY);
        var unicast = new Question(TYPE, RecordType.PTR, true);
        var claim = Resource.of(INSTANCE, new Rdata.Server(HOST, 1), 120, false);
        var writer = new MessageWriter();
        writer.question(any);
        writer.question(unicast);
        writer.authority(claim);

        Message message = read(writer.query(true));

        assertThat(message.response()).isFalse();
        assertThat(message.truncated()).isTrue();
        assertThat(message.questions()).containsExactly(any, unicast);
        assertThat(message.authorities()).containsExactly(claim);
    }

    @Test
    void writesANameOnlyOnce() {
        var writer = new MessageWriter();
        writer.answer(Resource.of(TYPE, new Rdata.Pointer(INSTANCE), 4_500, false));
        int before = writer.response(0).length;
        writer.answer(Resource.of(INSTANCE, new Rdata.Server(HOST, 9001), 120, true));

        // A pointer, type, class, TTL, length, six bytes of SRV, and "alpha", "guifi" and a pointer to "local".
        assertThat(writer.response(0).length - before).isEqualTo(2 + 2 + 2 + 4 + 2 + 6 + 6 + 6 + 2);
    }

    @Test
    void refusesWhatDoesNotFitAndLeavesNoTrace() throws Exception {
        var long255 = new Rdata.Strings(List.of("x".repeat(255)));
        var writer = new MessageWriter();
        int written = 0;
        while (writer.answer(Resource.of(Name.of("n" + written, "local"), long255, 1, true))) {
            written++;
        }

        byte[] message = writer.response(0);

        assertThat(message.length).isLessThanOrEqualTo(MessageWriter.MAX_SIZE);
        assertThat(read(message).answers()).hasSize(written);
        // The name that was refused must not be pointed to: its bytes were never sent.
        var refused = Resource.of(Name.of("n" + written, "local"), new Rdata.Address(address("10.0.0.1")), 1, true);
        assertThat(writer.answer(refused)).isTrue();
        assertThat(read(writer.response(0)).answers()).contains(refused);
    }

    @Test
    void takesAnswersThatBelongTogetherAllOrNone() throws Exception {
        var long255 = new Rdata.Strings(List.of("x".repeat(255)));
        var one = Resource.of(HOST, long255, 1, true);
        var writer = new MessageWriter();

        assertThat(writer.answers(List.of(one, one, one))).isTrue();
        assertThat(writer.answers(List.of(one, one, one))).isFalse();

        assertThat(read(writer.response(0)).answers()).hasSize(3);
    }

    @Test
    void readsWhatAvahiAnnounces() throws Exception {
        // avahi 0.8: avahi-publish-service "Old" _x._tcp 80 "a=1 b=2" on the host "d.local", 10.77.0.3.
        byte[] packet = HexFormat.of()
                .parseHex("000084000000000400000000"
                        + "025f78045f746370056c6f63616c00" + "000c" + "0001" + "00001194" + "0006" + "034f6c64c00c"
                        + "c025" + "0021" + "8001" + "00000078" + "000a" + "000000000050" + "0164c014"
                        + "c025" + "0010" + "8001" + "00001194" + "0008" + "07613d3120623d32"
                        + "c03d" + "0001" + "8001" + "00000078" + "0004" + "0a4d0003");

        Message message = read(packet);

        var old = Name.of("Old", "_x", "_tcp", "local");
        var host = Name.of("d", "local");
        assertThat(message.answers())
                .containsExactly(
                        Resource.of(Name.of("_x", "_tcp", "local"), new Rdata.Pointer(old), 4_500, false),
                        Resource.of(old, new Rdata.Server(host, 80), 120, true),
                        Resource.of(old, new Rdata.Strings(List.of("a=1 b=2")), 4_500, true),
                        Resource.of(host, new Rdata.Address(address("10.77.0.3")), 120, true));
    }

    @Test
    void skipsRecordsOfTypesAndClassesThatAreNoneOfItsBusiness() throws Exception {
        String host = "0164056c6f63616c00";
        byte[] packet = HexFormat.of()
                .parseHex("000084000000000500000000"
                        // NSEC, HTTPS, a CHAOS address, an address of five bytes, and at last a good one.
                        + host + "002f" + "8001" + "00000078" + "0005" + "c00c000140"
                        + host + "0041" + "0001" + "00000078" + "0003" + "000000"
                        + host + "0001" + "0003" + "00000078" + "0004" + "0a000001"
                        + host + "0001" + "8001" + "00000078" + "0005" + "0a00000100"
                        + host + "0001" + "8001" + "00000078" + "0004" + "0a000001");

        assertThat(read(packet).answers())
                .containsExactly(Resource.of(Name.of("d", "local"), new Rdata.Address(address("10.0.0.1")), 120, true));
    }

    @Test
    void skipsANameThatIsNotUtf8() throws Exception {
        byte[] packet = HexFormat.of()
                .parseHex("000084000000000200000000" + "02ff64056c6f63616c00" + "0001" + "8001" + "00000078" + "0004"
                        + "0a000001" + "0164c00f" + "0001" + "8001" + "00000078" + "0004" + "0a000001");

        assertThat(read(packet).answers()).extracting(Resource::name).containsExactly(Name.of("d", "local"));
    }

    @Test
    void takesATtlWithTheHighestBitForZero() throws Exception {
        byte[] packet = HexFormat.of()
                .parseHex("000084000000000100000000" + "0164056c6f63616c00" + "0001" + "8001" + "80000078" + "0004"
                        + "0a000001");

        assertThat(read(packet).answers()).extracting(Resource::ttl).containsExactly(0);
    }

    @Test
    void refusesNamesThatNeverEnd() {
        String header = "000000000001000000000000";
        assertMalformed(header + "c00c" + "000c0001");
        assertMalformed(header + "c00e" + "c00c" + "000c0001");
        assertMalformed(header + "0161c00c" + "000c0001");
        assertMalformed(header + "3f" + "61".repeat(63) + ("3f" + "61".repeat(63)).repeat(3) + "00" + "000c0001");
    }

    @Test
    void refusesWhatEndsTooEarlyOrPromisesTooMuch() {
        assertMalformed("");
        assertMalformed("0000840000000001");
        assertMalformed("000084000000000100000000");
        assertMalformed("000084000000000100000000" + "0164056c6f63616c00" + "0001" + "8001" + "00000078" + "ffff");
        assertMalformed("0000840000000001ffffffff");
        assertMalformed(
                "000084000000000100000000" + "0164056c6f63616c00" + "0010" + "8001" + "00000078" + "0002" + "0561");
        assertMalformed("00002800000000000000000" + "0");
    }

    @Test
    void readsInTheMidstOfABufferAndLeavesItAlone() throws Exception {
        byte[] query = "xx".getBytes(StandardCharsets.US_ASCII);
        var writer = new MessageWriter();
        writer.question(Question.of(TYPE, RecordType.PTR));
        byte[] message = writer.query(false);
        ByteBuffer buffer = ByteBuffer.allocate(1_000).put(query).put(message);
        buffer.flip().position(2);

        assertThat(MessageReader.read(buffer).questions()).hasSize(1);
        assertThat(buffer.remaining()).isEqualTo(message.length);
    }

    private static void assertMalformed(String hex) {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex))).isInstanceOf(MalformedMessageException.class);
    }

    private static Message read(byte[] packet) throws MalformedMessageException {
        return MessageReader.read(ByteBuffer.wrap(packet));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
