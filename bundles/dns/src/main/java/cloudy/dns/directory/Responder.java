// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers one query after the other, in wire format. For one thread. */
final class Responder {

    /** How it was asked. */
    enum Transport {
        UDP,
        TCP
    }

    /** What goes through every link in one piece: DNS Flag Day 2020. */
    static final int PIECE = 1_232;

    /** What a query over UDP gets that does not say that it takes more. */
    static final int PLAIN = 512;

    static final int MAX = 65_535;

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    private static final int OPT = 11;
    private static final int DO = 0x80;

    private final Zone zone;
    private final byte[] zoneName;
    private final Answers answers;
    private final Question question = new Question();
    private boolean failed;

    Responder(Zone zone, int cacheBytes) {
        this.zone = zone;
        zoneName = zone.name().toWireCanonical();
        answers = new Answers(cacheBytes);
    }

    /** The query that was answered last. */
    Question question() {
        return question;
    }

    /**
     * Answers a query.
     *
     * @param most bytes that the answer may have, whatever was asked for
     * @param out where it goes; has room for {@code most} bytes, and for the query
     * @return how many bytes it has; 0 for none
     */
    int answer(byte[] in, int length, Transport transport, int most, byte[] out) {
        return switch (question.read(in, length)) {
            case DROP -> 0;
            case REFUSE -> brief(in, question.rcode, out);
            case ANSWER -> found(in, transport, most, out);
        };
    }

    /** Tells who asked that the answer is to be had over TCP only. */
    int truncated(byte[] in, int length, byte[] out) {
        if (question.read(in, length) != Question.Verdict.ANSWER) {
            return 0;
        }
        int end = brief(in, Rcode.NOERROR, out);
        out[2] = (byte) (out[2] | 0x02);
        return end;
    }

    private int found(byte[] in, Transport transport, int most, byte[] out) {
        if (!question.isWithin(zoneName)) {
            return brief(in, Rcode.REFUSED, out);
        }
        if (question.type == Type.AXFR || (question.type == Type.IXFR && transport == Transport.TCP)) {
            return brief(in, Rcode.REFUSED, out);
        }
        if (question.type == Type.IXFR) {
            // RFC 1995, 2: who has not the latest comes again over TCP.
            question.type = Type.SOA;
            question.key[question.nameLength + 1] = Type.SOA;
        }
        int limit = limit(transport, most);
        answers.at(zone.serial());
        byte[] known = answers.find(question, limit).orElse(null);
        if (known == null) {
            try {
                known = encode(limit);
            } catch (RuntimeException e) {
                if (!failed) {
                    failed = true;
                    LOG.error("A query of the directory's zone could not be answered", e);
                }
                return brief(in, Rcode.SERVFAIL, out);
            }
            answers.put(question, limit, known);
        }
        System.arraycopy(known, 0, out, 0, known.length);
        out[0] = in[0];
        out[1] = in[1];
        out[2] = (byte) (out[2] | (in[2] & 0x01));
        // Who asks in capitals to tell answers from forgeries wants them back (0x20).
        System.arraycopy(in, Question.HEADER, out, Question.HEADER, question.end - Question.HEADER);
        return withOpt(out, known.length, Rcode.NOERROR);
    }

    private int limit(Transport transport, int most) {
        if (transport == Transport.TCP) {
            return most - OPT;
        }
        return Math.min(most, question.edns && question.payload >= PIECE ? PIECE : PLAIN) - OPT;
    }

    private byte[] encode(int limit) {
        Found found = zone.find(question.below(zoneName), question.type);
        Name name = zone.name();
        try {
            name = new Name(java.util.Arrays.copyOf(question.key, question.nameLength));
        } catch (java.io.IOException e) {
            throw new IllegalStateException("it was read before", e);
        }
        List<Record> soa = found.answers().isEmpty() ? List.of(zone.soa()) : List.of();
        byte[] whole = encode(name, found, soa, found.additional(), limit);
        // What was not asked for goes before anything is cut off.
        boolean cut = (whole[2] & 0x02) != 0;
        return cut && !found.additional().isEmpty() ? encode(name, found, soa, List.of(), limit) : whole;
    }

    private byte[] encode(Name name, Found found, List<Record> authority, List<Record> additional, int limit) {
        var message = new Message(0);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.getHeader().setRcode(found.exists() ? Rcode.NOERROR : Rcode.NXDOMAIN);
        message.addRecord(Record.newRecord(name, question.type, DClass.IN), Section.QUESTION);
        found.answers().forEach(record -> message.addRecord(record, Section.ANSWER));
        authority.forEach(record -> message.addRecord(record, Section.AUTHORITY));
        additional.forEach(record -> message.addRecord(record, Section.ADDITIONAL));
        return message.toWire(limit);
    }

    /** An answer without records; the question only where it could be read. */
    private int brief(byte[] in, int rcode, byte[] out) {
        System.arraycopy(in, 0, out, 0, question.end);
        out[2] = (byte) (0x80 | (in[2] & 0x79));
        out[3] = (byte) (rcode & 0x0f);
        for (int i = 4; i < Question.HEADER; i++) {
            out[i] = 0;
        }
        out[5] = (byte) (question.end > Question.HEADER ? 1 : 0);
        return withOpt(out, question.end, rcode);
    }

    private int withOpt(byte[] out, int end, int rcode) {
        if (!question.edns) {
            return end;
        }
        int at = end;
        out[at++] = 0;
        out[at++] = 0;
        out[at++] = Type.OPT;
        out[at++] = (byte) (PIECE >> 8);
        out[at++] = (byte) (PIECE & 0xff);
        out[at++] = (byte) (rcode >> 4);
        out[at++] = 0;
        out[at++] = (byte) (question.dnssec ? DO : 0);
        out[at++] = 0;
        out[at++] = 0;
        out[at++] = 0;
        int additional = (((out[10] & 0xff) << 8) | (out[11] & 0xff)) + 1;
        out[10] = (byte) (additional >> 8);
        out[11] = (byte) additional;
        return at;
    }
}
