// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tags of a CNML document, one after the other; texts between them are passed over. It takes the same little memory
 * for every document: one tag is kept at a time.
 *
 * <p>Not the JDK's reader, for three reasons: that one keeps an attribute of any length, it gives a whole network up for
 * one character that XML does not know, where what people typed comes as they typed it, and it makes a text of each
 * attribute that nobody asks for. There are no document types here and no entities but those of XML itself.
 */
final class Tags {

    /** Longest tag: far more than guifi.net's have. */
    static final int MAX_TAG = 64 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME = 64;
    private static final int MAX_ATTRIBUTES = 64;
    private static final int BUFFER = 32 * 1024;
    private static final byte[] BEGINNING = "<?xml".getBytes(StandardCharsets.US_ASCII);
    private static final String ROOT = "cnml";

    private final InputStream in;
    private final long maxBytes;
    private final byte[] buffer = new byte[BUFFER];
    private long before;
    private int at;
    private int end;

    private final byte[] tag = new byte[MAX_TAG];
    private int length;
    private final Attributes attributes = new Attributes(tag, MAX_ATTRIBUTES);
    private final Names names = new Names();

    private final String[] open = new String[MAX_DEPTH];
    private int depth;
    private boolean begun;
    private boolean over;
    private boolean opens;
    private boolean closesAtOnce;
    private String name = "";

    /**
     * Begins to read.
     *
     * @param in is not closed
     * @param maxBytes that the document may have
     */
    Tags(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Goes to the next tag.
     *
     * @return false at the end of a whole document
     * @throws Trouble when it is none
     */
    boolean next() throws IOException {
        if (!begun) {
            begin();
        }
        if (closesAtOnce) {
            closesAtOnce = false;
            close();
            return true;
        }
        while (toTag()) {
            int first = read();
            switch (first) {
                case '?' -> passOver("?>");
                case '!' -> declaration();
                case '/' -> {
                    endTag();
                    return true;
                }
                default -> {
                    startTag(first);
                    return true;
                }
            }
        }
        if (!over) {
            throw wrong("està tallat", "está cortado", "it is cut off");
        }
        return false;
    }

    /** Whether the tag begins an element; an empty one begins and ends by two steps, like all others. */
    boolean opens() {
        return opens;
    }

    /** The element's name. */
    String name() {
        return name;
    }

    /** How many elements are around this one: 0 for the outermost. */
    int depth() {
        return opens ? depth - 1 : depth;
    }

    /** An attribute of the element that begins; empty where it is missing. */
    String text(String attribute) {
        return attributes.text(attribute);
    }

    /** A whole number from 0 to 18 digits; 0 where it is missing or none. */
    long number(String attribute) {
        return attributes.number(attribute);
    }

    private void begin() throws IOException {
        begun = true;
        for (byte expected : BEGINNING) {
            if (read() != expected) {
                throw wrong("no comença amb <?xml", "no empieza por <?xml", "it does not begin with <?xml");
            }
        }
        passOver("?>");
    }

    /** Passes over texts to what is behind the next {@code <}; false at the end of the file. */
    private boolean toTag() throws IOException {
        while (true) {
            for (; at < end; at++) {
                byte c = buffer[at];
                if (c == '<') {
                    at++;
                    return true;
                }
                if (depth == 0 && c > ' ') {
                    throw wrong(
                            "hi ha text fora dels elements",
                            "hay texto fuera de los elementos",
                            "there is text outside its elements");
                }
            }
            if (!fill()) {
                return false;
            }
        }
    }

    private void startTag(int first) throws IOException {
        if (over) {
            throw wrong("continua després del final", "continúa tras el final", "it goes on behind its end");
        }
        length = 0;
        keepTag(first);
        closesAtOnce = length > 0 && tag[length - 1] == '/';
        if (closesAtOnce) {
            length--;
        }
        int nameEnd = nameEnd();
        name = names.of(tag, nameEnd);
        attributes.read(nameEnd, length);
        if (depth == 0 && (!name.equals(ROOT) || closesAtOnce)) {
            throw wrong("no és CNML", "no es CNML", "it is no CNML");
        }
        if (depth == MAX_DEPTH) {
            throw wrong("té massa nivells", "tiene demasiados niveles", "its elements are too deep");
        }
        open[depth++] = name;
        opens = true;
    }

    /** Copies a tag up to its end: most of what there is to do, so it goes along without a call for each byte. */
    private void keepTag(int first) throws IOException {
        int quote = first == '"' || first == '\'' ? first : 0;
        if (first == '>' || first == '<') {
            throw nameless();
        }
        tag[length++] = (byte) first;
        while (at < end || fill()) {
            int most = Math.min(end, at + MAX_TAG - length);
            int from = at;
            while (at < most) {
                int c = buffer[at];
                if (quote == 0) {
                    if (c == '>') {
                        take(from);
                        at++;
                        return;
                    }
                    if (c == '"' || c == '\'') {
                        quote = c;
                    }
                } else if (c == quote) {
                    quote = 0;
                }
                if (c == '<') {
                    throw wrong("un element no es tanca", "un elemento no se cierra", "a tag has no end");
                }
                at++;
            }
            take(from);
            if (length == MAX_TAG) {
                throw wrong(
                        "un element fa més de 64 kB", "un elemento ocupa más de 64 kB", "a tag is longer than 64 kB");
            }
        }
        throw wrong("està tallat", "está cortado", "it is cut off");
    }

    private void take(int from) {
        System.arraycopy(buffer, from, tag, length, at - from);
        length += at - from;
    }

    private void endTag() throws IOException {
        length = 0;
        for (int c = readInside(); c != '>'; c = readInside()) {
            if (length == MAX_NAME) {
                throw nameless();
            }
            tag[length++] = (byte) c;
        }
        int nameEnd = nameEnd();
        if (depth == 0 || !names.of(tag, nameEnd).equals(open[depth - 1])) {
            throw wrong(
                    "un element es tanca on no toca",
                    "un elemento se cierra donde no debe",
                    "an element ends that did not begin");
        }
        close();
    }

    private void close() {
        name = open[--depth];
        opens = false;
        over = depth == 0;
    }

    private int nameEnd() throws Trouble {
        int nameEnd = 0;
        while (nameEnd < length && !Attributes.isBlank(tag[nameEnd])) {
            nameEnd++;
        }
        if (nameEnd == 0 || nameEnd > MAX_NAME) {
            throw nameless();
        }
        return nameEnd;
    }

    private static Trouble nameless() {
        return wrong(
                "el nom d'un element no pot ser",
                "el nombre de un elemento no puede ser",
                "the name of an element is none");
    }

    private void declaration() throws IOException {
        int c = readInside();
        if (c == '-' && readInside() == '-') {
            passOver("-->");
            return;
        }
        if (c == '[' && depth > 0) {
            for (byte expected : "CDATA[".getBytes(StandardCharsets.US_ASCII)) {
                if (readInside() != expected) {
                    throw declared();
                }
            }
            passOver("]]>");
            return;
        }
        throw declared();
    }

    private static Trouble declared() {
        return wrong(
                "declara un tipus de document, cosa que CNML no fa",
                "declara un tipo de documento, cosa que CNML no hace",
                "it declares a document type, which CNML does not");
    }

    /** Passes over everything to behind these characters. */
    private void passOver(String marker) throws IOException {
        int last = 0;
        int lastButOne = 0;
        boolean three = marker.length() == 3;
        while (true) {
            int c = readInside();
            if (c == '>' && last == marker.charAt(marker.length() - 2) && (!three || lastButOne == marker.charAt(0))) {
                return;
            }
            lastButOne = last;
            last = c;
        }
    }

    private int readInside() throws IOException {
        int c = read();
        if (c < 0) {
            throw wrong("està tallat", "está cortado", "it is cut off");
        }
        return c;
    }

    private int read() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        before += end;
        at = 0;
        end = 0;
        if (before > maxBytes) {
            throw wrong("és massa gran", "es demasiado grande", "it is too large");
        }
        int got = in.read(buffer, 0, BUFFER);
        end = Math.max(0, got);
        return got > 0;
    }

    private static Trouble wrong(String ca, String es, String en) {
        return Trouble.wrong(Texts.of(ca, es, en));
    }

    /** Names of elements, each made a text once. */
    private static final class Names {

        private static final int SLOTS = 128;

        private final byte[][] bytes = new byte[SLOTS][];
        private final String[] texts = new String[SLOTS];

        String of(byte[] tag, int length) {
            int hash = 0;
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + tag[i];
            }
            int slot = (hash ^ (hash >>> 7)) & (SLOTS - 1);
            byte[] known = bytes[slot];
            if (known == null || !Arrays.equals(known, 0, known.length, tag, 0, length)) {
                bytes[slot] = Arrays.copyOf(tag, length);
                texts[slot] = new String(tag, 0, length, StandardCharsets.UTF_8);
            }
            return texts[slot];
        }
    }
}
