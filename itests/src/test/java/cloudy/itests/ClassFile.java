// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

/** What a compiled class calls, read from its pool of constants (JVMS 4.4). */
final class ClassFile {

    private static final int METHOD = 10;

    private ClassFile() {}

    /** The methods and constructors that it calls: {@code java/util/List.of()Ljava/util/List;}. */
    static Set<String> calls(InputStream bytes) throws IOException {
        var in = new DataInputStream(bytes);
        // The magic number and the version.
        in.readLong();
        int count = in.readUnsignedShort();
        var texts = new String[count];
        var tags = new int[count];
        var first = new int[count];
        var second = new int[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    // A long or a double takes the place of two.
                    in.readLong();
                    i++;
                }
                case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                case 9, 10, 11, 12, 17, 18 -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("constant " + i + " has the unknown tag " + tags[i]);
            }
        }
        var calls = new TreeSet<String>();
        for (int i = 1; i < count; i++) {
            if (tags[i] == METHOD) {
                int called = second[i];
                calls.add(texts[first[first[i]]] + '.' + texts[first[called]] + texts[second[called]]);
            }
        }
        return calls;
    }
}
