// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {

    private static final String BEGINNING = "<?xml version=\"1.0\"?>\n<cnml version=\"0.1\">";
    private static final long MB = 1024 * 1024;
    private static final List<String> NAMES = List.of("zone", "node", "device", "título", "a-b", "x");
    private static final String STRANGE = "ab ñ€𝄞;'(),.$({})[]#/\\=`|!?*~^%-_:@0";

    private static List<String> read(String document) throws IOException {
        return read(new ByteArrayInputStream(document.getBytes(UTF_8)));
    }

    private static List<String> read(InputStream in) throws IOException {
        var tags = new Tags(in, MB);
        var seen = new ArrayList<String>();
        while (tags.next()) {
            seen.add((tags.opens() ? "+" : "-")
                    + tags.depth()
                    + tags.name()
                    + (tags.opens() ? '|' + tags.text("t") + '|' + tags.number("n") : ""));
        }
        return seen;
    }

    @Test
    void passesOverWhatIsBetweenTags() throws IOException {
        assertThat(read(BEGINNING + "<!-- <zone> -- ---><?php <zone> ?><node t='a &amp; &quot;b&quot;' n=\"12\">words"
                        + "<![CDATA[<zone>]] ]>]]></node >\n</cnml>\n"))
                .containsExactly("+0cnml||0", "+1node|a & \"b\"|12", "-1node", "-0cnml");
    }

    @Test
    void beginsAndEndsAnEmptyElement() throws IOException {
        assertThat(read(BEGINNING + "<node/><node t='/'/></cnml>"))
                .containsExactly("+0cnml||0", "+1node||0", "-1node", "+1node|/|0", "-1node", "-0cnml");
    }

    @ParameterizedTest
    @CsvSource({
        "&#65;&#x42;, AB",
        "&#1;&#0;&#xD800;&#x110000;, ����",
        "&unknown;&;&amp, ��&amp",
        "&#99999999999;, &#99999999999;"
    })
    void takesReferencesForWhatTheyAre(String written, String meant) throws IOException {
        assertThat(read(BEGINNING + "<x t='" + written + "'/></cnml>")).contains("+1x|" + meant + "|0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>502 Bad Gateway</body></html>",
                "<?xml version='1.0'?>",
                "<?xml version='1.0'?><cnml/>",
                "<?xml version='1.0'?><html></html>",
                " <?xml version='1.0'?><cnml></cnml>",
                "<?xml version='1.0'?><!DOCTYPE cnml [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><cnml t='&b;'></cnml>",
                "<?xml version='1.0'?><!DOCTYPE cnml SYSTEM 'file:///etc/passwd'><cnml></cnml>",
                "<?xml version='1.0'?><cnml>",
                "<?xml version='1.0'?><cnml><node></cnml>",
                "<?xml version='1.0'?><cnml></node></cnml>",
                "<?xml version='1.0'?><cnml><node</cnml>",
                "<?xml version='1.0'?><cnml><node t='></cnml>",
                "<?xml version='1.0'?><cnml><node t=x/></cnml>",
                "<?xml version='1.0'?><cnml><node t/></cnml>",
                "<?xml version='1.0'?><cnml><node ='x'/></cnml>",
                "<?xml version='1.0'?><cnml><node t='x'n='y'/></cnml>",
                "<?xml version='1.0'?><cnml>< node/></cnml>",
                "<?xml version='1.0'?><cnml></></cnml>",
                "<?xml version='1.0'?><cnml><></cnml>",
                "<?xml version='1.0'?><cnml><<a/></cnml>",
                "<?xml version='1.0'?><cnml><![CDATA[</cnml>",
                "<?xml version='1.0'?><cnml><!-- </cnml>",
                "<?xml version='1.0'?><cnml></cnml><cnml></cnml>",
                "<?xml version='1.0'?><cnml></cnml>tail",
                "<?xml version='1.0'?><cnml></cnml"
            })
    void refusesWhatIsNoWholeCnml(String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(Trouble.class)
                .hasMessageStartingWith("guifi.net sent data that cannot be right: ");
    }

    @Test
    void refusesElementsThatGoTooDeep() {
        assertThatThrownBy(() -> read(BEGINNING + "<a>".repeat(40))).hasMessageEndingWith("its elements are too deep");
    }

    @Test
    void refusesAnEndlessTagNameOrListOfAttributes() {
        assertThatThrownBy(() -> read(new Endless(BEGINNING + "<node t='", "x")))
                .hasMessageEndingWith("a tag is longer than 64 kB");
        assertThatThrownBy(() -> read(new Endless(BEGINNING + "</", "x")))
                .hasMessageEndingWith("the name of an element is none");
        assertThatThrownBy(() -> read(BEGINNING + "<n" + " a='b'".repeat(65) + "/>"))
                .hasMessageEndingWith("a tag has too many attributes");
    }

    @Test
    void refusesAnEndlessDocument() {
        for (String piece : List.of("x", "<node/>", "<!--x-->", "]]>", "<![CDATA[x", "<?a ?>")) {
            assertThatThrownBy(() -> read(new Endless(BEGINNING, piece))).hasMessageEndingWith("it is too large");
        }
    }

    @Test
    void readsWhateverIsWellFormedAsTheJdkDoes() throws Exception {
        var random = new Random(8);
        for (int i = 0; i < 3_000; i++) {
            var document = new StringBuilder("<?xml version=\"1.0\"?><cnml>");
            element(document, random, 4);
            document.append("</cnml>\n");
            assertThat(read(document.toString())).as(document.toString()).isEqualTo(byTheJdk(document.toString()));
        }
    }

    @Test
    void endsWithAPlainSentenceHoweverADocumentIsSpoilt() {
        var random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            var document = new StringBuilder("<?xml version=\"1.0\"?><cnml>");
            element(document, random, 3);
            document.append("</cnml>\n");
            for (int spoilt = random.nextInt(4); spoilt >= 0; spoilt--) {
                int at = random.nextInt(document.length());
                if (random.nextBoolean()) {
                    document.deleteCharAt(at);
                } else {
                    document.insert(at, "<>&'\"=/!?-[]\0x".charAt(random.nextInt(14)));
                }
            }
            try {
                read(document.toString());
            } catch (IOException e) {
                assertThat(e).isInstanceOf(Trouble.class);
            }
        }
    }

    private static void element(StringBuilder document, Random random, int depth) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        document.append('<').append(name);
        if (random.nextBoolean()) {
            document.append(" n=\"").append(random.nextInt(1_000_000)).append('"');
        }
        if (random.nextBoolean()) {
            document.append(random.nextBoolean() ? " t=" : "\n\tt = ").append('"');
            random.ints(random.nextInt(12), 0, STRANGE.codePointCount(0, STRANGE.length()))
                    .map(index -> STRANGE.codePointAt(STRANGE.offsetByCodePoints(0, index)))
                    .forEach(document::appendCodePoint);
            document.append("&lt;&#x263A;&gt;&apos;\"");
        }
        if (depth == 0 || random.nextInt(3) == 0) {
            document.append(random.nextBoolean() ? "/>" : " />");
            return;
        }
        document.append('>');
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> document.append("words & <".substring(0, 6));
                case 1 -> document.append("<!-- <a> & -->");
                case 2 -> document.append("<![CDATA[ <a> & ]] ]]>");
                default -> element(document, random, depth - 1);
            }
        }
        document.append("</").append(name).append('>');
    }

    private static List<String> byTheJdk(String document) throws Exception {
        var seen = new ArrayList<String>();
        var reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(document));
        int depth = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                String text = reader.getAttributeValue(null, "t");
                String number = reader.getAttributeValue(null, "n");
                seen.add("+" + depth++ + reader.getLocalName() + '|' + (text == null ? "" : text) + '|'
                        + (number == null ? "0" : number));
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                seen.add("-" + --depth + reader.getLocalName());
            }
        }
        return seen;
    }

    /** A beginning, and then the same for ever. */
    private static final class Endless extends InputStream {

        private final byte[] beginning;
        private final byte[] piece;
        private long at;

        private Endless(String beginning, String piece) {
            this.beginning = beginning.getBytes(UTF_8);
            this.piece = piece.getBytes(UTF_8);
        }

        @Override
        public int read() {
            long now = at++;
            return now < beginning.length
                    ? beginning[(int) now]
                    : piece[(int) ((now - beginning.length) % piece.length)];
        }

        @Override
        public int read(byte[] to, int from, int length) {
            for (int i = 0; i < length; i++) {
                to[from + i] = (byte) read();
            }
            return length;
        }
    }
}
