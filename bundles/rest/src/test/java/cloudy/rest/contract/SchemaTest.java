// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.rest.Problem;
import cloudy.rest.House;
import cloudy.rest.json.JsonBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken as a shop's item, read from JSON as strangers send it. */
class SchemaTest {

    private static Schema item;

    @BeforeAll
    static void readSchema() throws IOException {
        Map<String, Object> file = Yaml.read(House.file("/shop.yaml").getBytes(StandardCharsets.UTF_8));
        Map<String, Object> components = Yaml.object(file.get("components"), "");
        item = SchemaReader.read(Yaml.object(components.get("schemas"), "").get("ShopItem"), "ShopItem");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'price':1}                                                | name
                    {'name':'pot'}                                             | price
                    {'name':'','price':1}                                      | name
                    {'name':'pot','price':'1'}                                 | price
                    {'name':'pot','price':1.5}                                 | price
                    {'name':'pot','price':-1}                                  | price
                    {'name':'pot','price':1001}                                | price
                    {'name':'pot','price':9223372036854775808}                 | price
                    {'name':'pot','price':null}                                | price
                    {'name':7,'price':1}                                       | name
                    {'name':'a\\u000d\\u000ab','price':1}                      | name
                    {'name':'a\\u2028b','price':1}                             | name
                    {'name':'pot\\u0000','price':1}                            | name
                    {'name':'pot','price':1,'weightKg':1e999}                  | weightKg
                    {'name':'pot','price':1,'kind':'New'}                      | kind
                    {'name':'pot','price':1,'sold':'true'}                     | sold
                    {'name':'pot','price':1,'sold':0}                          | sold
                    {'name':'pot','price':1,'colour':'#12345g'}                | colour
                    {'name':'pot','price':1,'colour':'#123456\\u000a'}         | colour
                    {'name':'pot','price':1,'tags':'a'}                        | tags
                    {'name':'pot','price':1,'tags':['a','b','c','d']}          | tags
                    {'name':'pot','price':1,'tags':['a',1]}                    | tags[1]
                    {'name':'pot','price':1,'parts':[{'name':'lid'}]}          | parts[0].price
                    {'name':'pot','price':1,'parts':[{'name':'l','price':1,'x':1}]} | parts[0].x
                    {'name':'pot','price':1,'extra':{'a':'1'}}                 | extra.a
                    {'name':'pot','price':1,'extra':[]}                        | extra
                    {'name':'pot','price':1,'admin':true}                      | admin
                    {'name':'pot','price':1,'__proto__':{}}                    | __proto__
                    """)
    void refusesByTheNameOfTheField(String body, String field) {
        assertThatThrownBy(() -> accept(body))
                .isInstanceOfSatisfying(InvalidFieldException.class, refusal -> assertThat(refusal.field())
                        .isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "\"a\"",
                "null",
                "{",
                "{}{}",
                "{} x",
                "{'a':1,'a':2}",
                "{'a':{'b':1,'b':2}}",
                "{a:1}",
                "{'a':01}",
                "{'a':NaN}",
                "{'a':+1}",
                "{'a':1,}",
                "/**/{}",
                "{'a\\u0000':1}",
                "\ufeff{}",
                "{'a':'\t'}",
                "{'a':tru}",
                "{\"a\":'b'}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        assertThatThrownBy(() -> JsonBody.read(
                        body.replace('\'', body.contains("\"a\"") ? '\'' : '"').getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Problem.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        for (String body : new String[] {
            "{\"a\":".repeat(40) + "1" + "}".repeat(40),
            "{\"a\":" + "[".repeat(100_000),
            "{\"a\":\"" + "x".repeat(300 * 1024) + "\"}",
            "{\"a\":" + "9".repeat(100) + "}",
            "{\"a\":[" + "1,".repeat(50_000) + "1]}",
            "{\"" + "n".repeat(1000) + "\":1}"
        }) {
            assertThatThrownBy(() -> JsonBody.read(body.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Problem.class);
        }
    }

    @Test
    void refusesBytesThatAreNoTextAndHalvesOfCharacters() {
        byte[] broken = "{\"name\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        broken[9] = (byte) 0xC0;
        assertThatThrownBy(() -> JsonBody.read(broken)).isInstanceOf(Problem.class);
        for (String half : Arrays.asList("\\ud800", "\\udc00", "\\ud800x")) {
            assertThatThrownBy(() -> JsonBody.read(("{\"name\":\"" + half + "\"}").getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(InvalidFieldException.class);
        }
    }

    @Test
    void takesWhatTheContractHas() {
        var expected = new LinkedHashMap<String, Object>();
        expected.put("name", "😀");
        expected.put("price", 1000L);
        expected.put("weightKg", 2.0);
        expected.put("note", "a\nb");
        expected.put("colour", null);
        expected.put("kind", "new");
        assertThat(accept("{'name':'\\ud83d\\ude00','price':1000,'weightKg':2,'note':'a\\nb','colour':null}"))
                .isEqualTo(expected);
    }

    @Test
    void holdsNoLongTextAgainstAPattern() {
        Schema slow = SchemaReader.read(Map.of("type", "string", "pattern", "^(a+)+$"), "slow");
        assertThatThrownBy(() -> slow.accept("slow", "a".repeat(5000) + 'b', name -> null))
                .isInstanceOf(InvalidFieldException.class);
    }

    private static Object accept(String body) {
        return item.accept("", JsonBody.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), name -> item);
    }
}
