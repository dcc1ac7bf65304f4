// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DocsPageTest {

    private static final String CONTRACT =
            """
            paths:
              /api/v1/pads/{id}:
                parameters:
                  - {name: id, in: path, required: true, schema: {type: string, pattern: '^[a-z]+$', maxLength: 40}}
                get:
                  operationId: getPad
                  tags: [pads]
                  summary: One pad
                  x-cloudy-role: viewer
                  parameters:
                    - {$ref: '#/components/parameters/limit'}
                    - {name: look, in: query, required: true, schema: {type: string, enum: [plain, rich]}}
                  responses:
                    '200': {description: It, content: {application/json: {schema: {$ref: '#/components/schemas/Pad'}}}}
                    '404': {$ref: '#/components/responses/Problem'}
                put:
                  operationId: writePad
                  tags: [pads]
                  summary: <script>alert(1)</script> & "more"
                  description: Second "paragraph" </p><img src=x onerror=alert(1)>
                  x-cloudy-role: operator
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pad'}}}}
                  responses: {'204': {description: Written}}
              /livez:
                get: {operationId: getLiveness, tags: [node], summary: Alive, x-cloudy-role: public,
                      responses: {'200': {description: ok, content: {text/event-stream: {schema: {type: string}}}}}}
            components:
              parameters:
                limit: {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 1000, default: 100}}
              responses:
                Problem: {description: Why not, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
              schemas:
                Problem: {type: object, properties: {status: {type: integer}}}
                Pad:
                  type: object
                  description: A pad
                  required: [name, size]
                  properties:
                    name: {type: string, minLength: 1, description: "It's name"}
                    size: {type: integer, minimum: 3}
                    words: {type: array, items: {$ref: '#/components/schemas/Word'}}
                Word: {type: string, enum: [one, two]}
            """;

    private final Map<String, Object> contract = parse(CONTRACT);

    @Test
    void showsEveryOperationWithRoleParametersAnswersAndExample() throws Exception {
        String page = DocsPage.of(contract);

        assertThat(page)
                .contains("<code>GET /api/v1/pads/{id}</code>", "<strong>viewer</strong>", "<code>getPad</code>")
                .contains("at least 1; at most 1000; 100 if not given", "one of plain, rich")
                .contains("at most 40 characters; matches ^[a-z]+$")
                .contains("<a href=\"#schema-Pad\">Pad</a>, application/json")
                .contains("<td>Why not</td>", "list of <a href=\"#schema-Word\">Word</a>")
                .contains("For anyone: <strong>public</strong>");
        assertThat(document(page).getElementsByTagName("pre").item(1).getTextContent())
                .isEqualTo("curl --cacert ca.crt --no-buffer --globoff \"$NODE\"'/livez'");
        assertThat(document(page).getElementsByTagName("pre").item(2).getTextContent())
                .isEqualTo("curl --cacert ca.crt --header \"Authorization: Bearer $TOKEN\" --globoff"
                        + " \"$NODE\"'/api/v1/pads/{id}?look={look}'");
        assertThat(document(page).getElementsByTagName("pre").item(3).getTextContent())
                .isEqualTo("curl --cacert ca.crt --header \"Authorization: Bearer $TOKEN\" --request PUT"
                        + " --json '{\"name\":\"TEXT\",\"size\":3}' --globoff \"$NODE\"'/api/v1/pads/{id}'");
    }

    @Test
    void everythingIsTextWhateverItHolds() throws Exception {
        String page = DocsPage.of(contract);

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;")
                .doesNotContain("<script", "<img", " style=", "onerror=\"");
        assertThat(new Html().element("b", "\u0000\ud800é'", "title", "\"><i>").toString())
                .isEqualTo("<b title=\"&quot;&gt;&lt;i&gt;\">\uFFFD\uFFFDé&#39;</b>");
    }

    @Test
    void canBeReadWithoutSeeing() throws Exception {
        Document page = document(DocsPage.of(contract));

        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        for (String once : List.of("title", "header", "main", "nav", "h1")) {
            assertThat(elements(page, once)).as(once).hasSize(1);
        }
        assertThat(elements(page, "th")).isNotEmpty().allMatch(th -> th.hasAttribute("scope"));
        assertThat(elements(page, "table"))
                .isNotEmpty()
                .allMatch(table -> table.getElementsByTagName("caption").getLength() == 1);
        assertThat(elements(page, "pre"))
                .allMatch(pre -> pre.getAttribute("tabindex").equals("0"));
    }

    @Test
    void everyLinkWithinThePageLeadsSomewhereAndNoNameIsThereTwice() throws Exception {
        Document page = document(DocsPage.of(contract));
        var ids = new HashSet<String>();

        assertThat(elements(page, "*"))
                .filteredOn(element -> element.hasAttribute("id"))
                .allMatch(element -> ids.add(element.getAttribute("id")));
        assertThat(elements(page, "a"))
                .extracting(link -> link.getAttribute("href"))
                .filteredOn(href -> href.startsWith("#"))
                .allSatisfy(href -> assertThat(ids).contains(href.substring(1)));
        assertThat(elements(page, "*"))
                .filteredOn(element -> element.hasAttribute("aria-labelledby"))
                .allSatisfy(element -> assertThat(ids).contains(element.getAttribute("aria-labelledby")));
    }

    @Test
    void aContractWithoutSenseMakesAPageStill() throws Exception {
        for (String odd : List.of(
                "{}",
                "paths: 7",
                "paths: {/x: [], /y: {get: 1}, /z: {get: {tags: 3, responses: [], parameters: [1, {$ref: '#/a/b'}]}}}",
                "components: {schemas: {A: {$ref: '#/components/schemas/A'}, B: {type: array}}}")) {
            document(DocsPage.of(parse(odd)));
        }
        assertThat(DocsPage.of(parse(
                        "paths: {/x: {post: {requestBody: {content: {a: {schema: {$ref: '#/components/schemas/A'}}}}}}}\n"
                                + "components: {schemas: {A: {type: object, required: [a],"
                                + " properties: {a: {$ref: '#/components/schemas/A'}}}}}")))
                .contains("curl");
    }

    @Test
    void ourOwnPartsAreShown() throws Exception {
        for (String part : List.of("events", "probes", "metrics", "targets", "identity", "docs")) {
            try (var in = DocsPage.class.getResourceAsStream("/OSGI-INF/openapi/" + part + ".yaml")) {
                document(DocsPage.of(parse(new String(in.readAllBytes(), UTF_8))));
            }
        }
    }

    static Map<String, Object> parse(String yaml) {
        return ContractView.asMap(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** The page as a document: it is well-formed as XML but for its two kinds of empty elements. */
    private static Document document(String page) throws Exception {
        String xml = page.replace("<!DOCTYPE html>\n", "").replaceAll("<(meta [^>]*)>", "<$1/>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        xml.replaceAll("(<link [^>]*)>", "$1/>").getBytes(UTF_8)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList found = page.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
