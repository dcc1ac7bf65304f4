// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * A query as it came, read by hand: it is a stranger's, it comes in tens of thousands a second, and all that is wanted of
 * it is one name, one type and whether it takes large answers. No pointer of it is ever followed. One is read into again
 * and again; not safe for threads.
 */
final class Question {

    /** What to do with a message. */
    enum Verdict {
        /** Not a query, or not even a header: an answer could only go to somebody who did not ask. */
        DROP,
        /** Answer with {@link Question#rcode}. */
        REFUSE,
        ANSWER
    }

    static final int HEADER = 12;
    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;
    private static final int QR = 0x80;
    private static final int OPCODE = 0x78;
    private static final int RECORD = 10;
    private static final int DO = 0x8000;

    /** The name in wire format, ASCII capitals made small, and then the type. */
    final byte[] key = new byte[MAX_NAME + 2];

    int nameLength;

    /** Bytes of header and question; the header's only where the question could not be read. */
    int end;

    int type;
    int rcode;
    boolean edns;
    boolean dnssec;
    int payload;

    private int qclass;
    private final int[] labels = new int[MAX_NAME / 2 + 1];
    private int labelCount;

    /** Reads a message of at least nothing. */
    Verdict read(byte[] in, int length) {
        edns = false;
        dnssec = false;
        payload = 512;
        end = HEADER;
        rcode = Rcode.FORMERR;
        if (length < HEADER || (in[2] & QR) != 0) {
            return Verdict.DROP;
        }
        if ((in[2] & OPCODE) != 0) {
            rcode = Rcode.NOTIMP;
            return Verdict.REFUSE;
        }
        // Who asks for a transfer of changes says in the authority section what he has.
        if (number(in, 4) != 1 || number(in, 6) != 0 || number(in, 8) > 1 || number(in, 10) > 2) {
            return Verdict.REFUSE;
        }
        int at = readName(in, length);
        if (at < 0 || at + 4 > length) {
            return Verdict.REFUSE;
        }
        type = number(in, at);
        key[nameLength] = in[at];
        key[nameLength + 1] = in[at + 1];
        qclass = number(in, at + 2);
        end = at + 4;
        return readRest(in, length, number(in, 8), number(in, 10)) ? classed() : Verdict.REFUSE;
    }

    private Verdict classed() {
        if (rcode == Rcode.BADVERS) {
            return Verdict.REFUSE;
        }
        if (qclass != DClass.IN && qclass != DClass.ANY) {
            rcode = Rcode.REFUSED;
            return Verdict.REFUSE;
        }
        rcode = Rcode.NOERROR;
        return Verdict.ANSWER;
    }

    private int readName(byte[] in, int length) {
        int at = HEADER;
        nameLength = 0;
        labelCount = 0;
        while (at < length) {
            int label = in[at] & 0xff;
            if (label > MAX_LABEL || nameLength + label + 1 > MAX_NAME || at + label >= length) {
                return -1;
            }
            labels[labelCount++] = nameLength;
            key[nameLength++] = (byte) label;
            at++;
            if (label == 0) {
                labelCount--;
                return at;
            }
            for (int stop = at + label; at < stop; at++) {
                byte c = in[at];
                key[nameLength++] = c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
            }
        }
        return -1;
    }

    /** Steps over what follows the question, and reads EDNS. */
    private boolean readRest(byte[] in, int length, int authority, int additional) {
        int at = end;
        for (int i = 0; i < authority + additional; i++) {
            int start = at;
            while (at < length && in[at] != 0 && (in[at] & 0xc0) == 0) {
                at += in[at] + 1;
            }
            at += at < length && (in[at] & 0xc0) == 0xc0 ? 2 : 1;
            if (at + RECORD > length) {
                return false;
            }
            int recordType = number(in, at);
            int data = number(in, at + 8);
            if (at + RECORD + data > length) {
                return false;
            }
            if (i >= authority && recordType == Type.OPT) {
                if (edns || at != start + 1) {
                    return false;
                }
                edns = true;
                payload = Math.max(512, number(in, at + 2));
                dnssec = (number(in, at + 6) & DO) != 0;
                rcode = in[at + 5] == 0 ? rcode : Rcode.BADVERS;
            } else if (recordType == Type.TSIG) {
                // We share no secret with anybody; what is signed wants an answer that is.
                return false;
            }
            at += RECORD + data;
        }
        return true;
    }

    /** Whether the name is a zone's or below it. */
    boolean isWithin(byte[] zone) {
        int at = nameLength - zone.length;
        if (at < 0 || !Arrays.equals(key, at, nameLength, zone, 0, zone.length)) {
            return false;
        }
        return Arrays.binarySearch(labels, 0, labelCount, at) >= 0;
    }

    /** The labels below a zone that it is within, the last of the name first. */
    List<String> below(byte[] zone) {
        int stop = nameLength - zone.length;
        List<String> below = new ArrayList<>(4);
        for (int i = labelCount - 1; i >= 0; i--) {
            if (labels[i] < stop) {
                below.add(new String(key, labels[i] + 1, key[labels[i]], StandardCharsets.UTF_8));
            }
        }
        return below;
    }

    private static int number(byte[] in, int at) {
        return ((in[at] & 0xff) << 8) | (in[at + 1] & 0xff);
    }
}
