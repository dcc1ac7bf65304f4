// SPDX-License-Identifier: Apache-2.0
package cloudy.helper.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What the helper answers. */
public sealed interface Reply {

    /** A line of what is being done. */
    record Line(String text) implements Reply {}

    /** What the program writes comes out of here; it starts once that is read. */
    record Open(String path) implements Reply {}

    /** It runs. */
    record Running(long pid) implements Reply {}

    /** It is over. */
    record Done(int status) implements Reply {}

    /** It is not done. */
    record Refused(String why) implements Reply {}

    int LONGEST = 4_096;

    /** Writes it down, without its length. */
    static void write(Reply reply, DataOutputStream out) throws IOException {
        if (reply instanceof Line line) {
            out.writeByte(1);
            out.writeUTF(cut(line.text()));
        } else if (reply instanceof Open open) {
            out.writeByte(2);
            out.writeUTF(open.path());
        } else if (reply instanceof Running running) {
            out.writeByte(3);
            out.writeLong(running.pid());
        } else if (reply instanceof Done done) {
            out.writeByte(4);
            out.writeInt(done.status());
        } else if (reply instanceof Refused refused) {
            out.writeByte(5);
            out.writeUTF(cut(refused.why()));
        }
    }

    /** Reads one. */
    static Reply read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 1 -> new Line(in.readUTF());
            case 2 -> new Open(in.readUTF());
            case 3 -> new Running(in.readLong());
            case 4 -> new Done(in.readInt());
            case 5 -> new Refused(in.readUTF());
            default -> throw new IOException("an answer of an unknown kind, " + kind);
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
