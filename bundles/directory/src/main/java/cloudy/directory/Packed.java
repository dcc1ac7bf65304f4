// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The texts of an announcement in one array: a large directory is then two hundred thousand objects for the garbage
 * collector and not two million, and a search reads memory in a row.
 *
 * <p>Layout: length of the address, length of the node id + 1 (0 for none), two bytes for where the folded text begins (0
 * for none); address; node id; then type, description, host and each TXT pair, every one ended by a zero, which no
 * cleaned text holds. A folded copy of these follows unless they are plain ASCII, which is compared as it is.
 */
final class Packed {

    private static final int HEAD = 4;
    private static final byte END = 0;

    /** Bytes of a description that lists are sorted by. */
    private static final int MAX_NAME = 600;

    private final byte[] bytes;

    private Packed(byte[] bytes) {
        this.bytes = bytes;
    }

    static Packed of(Announcement announcement) {
        byte[] address = announcement.address().getAddress();
        byte[] node = Fold.utf8(announcement.nodeId().orElse(""));
        var texts = new StringBuilder();
        append(texts, announcement.type());
        append(texts, announcement.description());
        append(texts, announcement.host());
        // Like a TXT record, this knows no empty pair, and no key that holds a "=".
        announcement.txt().pairs().stream()
                .map(Txt.Pair::toString)
                .filter(pair -> !pair.isEmpty())
                .forEach(pair -> append(texts, pair));
        String plain = texts.toString();
        byte[] shown = Fold.utf8(plain);
        byte[] folded = Fold.isAscii(plain) ? new byte[0] : Fold.utf8(Fold.fold(plain));

        int start = HEAD + address.length + node.length;
        int fold = folded.length == 0 ? 0 : start + shown.length;
        var packed = new ByteArrayOutputStream(start + shown.length + folded.length);
        packed.write(address.length);
        packed.write(announcement.nodeId().isPresent() ? node.length + 1 : 0);
        packed.write(fold >>> 8);
        packed.write(fold);
        packed.writeBytes(address);
        packed.writeBytes(node);
        packed.writeBytes(shown);
        packed.writeBytes(folded);
        return new Packed(packed.toByteArray());
    }

    private static void append(StringBuilder texts, String text) {
        texts.append(text).append((char) END);
    }

    int size() {
        return bytes.length;
    }

    InetAddress address() {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, HEAD, HEAD + bytes[0]));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    Optional<String> nodeId() {
        int length = nodeLength();
        return bytes[1] == 0 ? Optional.empty() : Optional.of(text(textsAt() - length, length));
    }

    /** Type, description, host and TXT pairs. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        int end = foldAt() == 0 ? bytes.length : foldAt();
        for (int at = textsAt(); at < end; at = endOf(at) + 1) {
            texts.add(text(at, endOf(at) - at));
        }
        return texts;
    }

    /** By description. Bytes of UTF-8 have the order of the characters. */
    int compareDescription(Packed other) {
        int mine = endOf(textsAt()) + 1;
        int theirs = other.endOf(other.textsAt()) + 1;
        return Arrays.compareUnsigned(bytes, mine, endOf(mine), other.bytes, theirs, other.endOf(theirs));
    }

    /** By address and type, the type without regard to case. */
    int comparePlace(Packed other) {
        int order = Arrays.compare(bytes, HEAD, HEAD + bytes[0], other.bytes, HEAD, HEAD + other.bytes[0]);
        int mine = textsAt();
        int theirs = other.textsAt();
        while (order == 0 && (bytes[mine] != END || other.bytes[theirs] != END)) {
            order = Integer.compare(Fold.lower(bytes[mine++]), Fold.lower(other.bytes[theirs++]));
        }
        return order;
    }

    /** Equal where {@link #comparePlace} is zero. */
    int placeHash() {
        int hash = 1;
        for (int at = HEAD; at < HEAD + bytes[0]; at++) {
            hash = 31 * hash + bytes[at];
        }
        for (int at = textsAt(); bytes[at] != END; at++) {
            hash = 31 * hash + Fold.lower(bytes[at]);
        }
        return hash;
    }

    /**
     * The description as lists are sorted by it, cut so that it fits a cursor.
     *
     * @param folded without regard to case and accents
     */
    byte[] name(boolean folded) {
        int from = nameAt(folded);
        byte[] name = Arrays.copyOfRange(bytes, from, nameEnd(from));
        for (int i = 0; folded && i < name.length; i++) {
            name[i] = (byte) Fold.lower(name[i]);
        }
        return name;
    }

    int compareName(boolean folded, Packed other) {
        int theirs = other.nameAt(folded);
        return compareName(folded, other.bytes, theirs, other.nameEnd(theirs));
    }

    int compareName(boolean folded, byte[] name) {
        return compareName(folded, name, 0, name.length);
    }

    private int compareName(boolean folded, byte[] other, int from, int to) {
        int mine = nameAt(folded);
        int end = nameEnd(mine);
        int theirs = from;
        while (mine < end && theirs < to) {
            int a = bytes[mine++];
            int b = other[theirs++];
            int order = folded
                    ? Integer.compare(Fold.lower((byte) a) & 0xFF, Fold.lower((byte) b) & 0xFF)
                    : Integer.compare(a & 0xFF, b & 0xFF);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(end - mine, to - theirs);
    }

    private int nameAt(boolean folded) {
        return endOf(folded ? searchAt() : textsAt()) + 1;
    }

    private int nameEnd(int from) {
        int end = endOf(from);
        if (end - from > MAX_NAME) {
            end = from + MAX_NAME;
            while ((bytes[end] & 0xC0) == 0x80) {
                end--;
            }
        }
        return end;
    }

    /** Whether a word, already folded, occurs in type, description, host or TXT. */
    boolean contains(byte[] word) {
        int last = bytes.length - word.length;
        for (int at = searchAt(); at <= last; at++) {
            int i = 0;
            while (i < word.length && Fold.lower(bytes[at + i]) == word[i]) {
                i++;
            }
            if (i == word.length) {
                return true;
            }
        }
        return false;
    }

    /** What occurs in the texts. */
    Signature signature() {
        return Signature.of(bytes, searchAt());
    }

    private int nodeLength() {
        return Math.max(0, Byte.toUnsignedInt(bytes[1]) - 1);
    }

    private int textsAt() {
        return HEAD + bytes[0] + nodeLength();
    }

    private int foldAt() {
        return (Byte.toUnsignedInt(bytes[2]) << 8) | Byte.toUnsignedInt(bytes[3]);
    }

    private int searchAt() {
        return foldAt() == 0 ? textsAt() : foldAt();
    }

    private int endOf(int at) {
        int end = at;
        while (bytes[end] != END) {
            end++;
        }
        return end;
    }

    private String text(int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packed packed && Arrays.equals(bytes, packed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
