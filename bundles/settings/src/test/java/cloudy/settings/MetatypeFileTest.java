// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.settings.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetatypeFileTest {

    private static final String ATTRIBUTES =
            """
            <AD id="port" type="Integer" min="0" max="65535"/>
            <AD id="nice" type="Byte" required="false" min="-20"/>
            <AD id="load" type="Double" default="0.5" max="1"/>
            <AD id="big" type="BigInteger" default="1"/>
            <AD id="level" type="String" default="low"><Option value="low"/><Option value="high"/></AD>
            <AD id="nick" type="String" default="" min="2" max="8"/>
            <AD id="short" type="String" default="" min="3"/>
            <AD id="on" type="Boolean" default="true"/>
            <AD id="key" type="Char" default="x"/>
            <AD id="type" default="" cloudy:pattern="[a-z]{1,15}" cloudy:sentence="must be short"/>
            <AD id="plain" type="String" default="" cloudy:pattern="[0-9]+"/>
            <AD id="ports" type="Integer" cardinality="3" default="" min="1" max="9"/>
            <AD id="names" type="String" cardinality="-2147483648" default=""/>
            <AD id="strange" type="Quaternion" default="" foreign:pattern="never"/>
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"o=a\\,dc=b | o=a,dc=b", "o=a,dc=b | o=a,dc=b", "a\\ b | a b", "a b | a b"})
    void readsADefaultWithCommasAsOneValue(String said, String meant) throws Exception {
        Attribute base = read("<AD id=\"base\" type=\"String\" default=\"" + said + "\"/>")
                .attributes()
                .get("base");

        assertThat(base.wording().initial()).containsExactly(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port | 65536 | port: must be between 0 and 65535, not \"65536\"",
                "port | abc | port: must be between 0 and 65535, not \"abc\"",
                "port | 99999999999999999999999999999999999999999999 | port: must be between 0 and 65535, not"
                        + " \"9999999999999999999999999999999999999999…\"",
                "port | '' | port: must be between 0 and 65535, not \"\"",
                "port | 9001x | port: must be between 0 and 65535, not \"9001x\"",
                "nice | -21 | nice: must be at least -20, not \"-21\"",
                "nice | 128 | nice: must be at least -20, not \"128\"",
                "load | 1.01 | load: must be at most 1, not \"1.01\"",
                "load | NaN | load: must be at most 1, not \"NaN\"",
                "load | Infinity | load: must be at most 1, not \"Infinity\"",
                "big | 1e9 | big: must be a whole number, not \"1e9\"",
                "level | medium | level: must be one of low, high, not \"medium\"",
                "nick | x | nick: must have 2 to 8 characters, not \"x\"",
                "short | x | short: must have at least 3 characters, not \"x\"",
                "on | yes | on: must be true or false, not \"yes\"",
                "key | xy | key: must be one character, not \"xy\"",
                "type | Ab | type: must be short, not \"Ab\"",
                "plain | a | plain: must match [0-9]+, not \"a\"",
                "ports | 1,2,3,4 | ports: must have at most 3 entries",
                "ports | 1, ,3 | ports: must be between 1 and 9, not \"\"",
            })
    void refusesWhatTheBundleDoesNotAllow(String key, String value, String message) throws Exception {
        Attribute attribute = read(ATTRIBUTES).attributes().get(key);

        assertThatThrownBy(() -> attribute.checked(value))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(key))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "port, 0",
        "port, 65535",
        "nice, -20",
        "load, 1",
        "load, -3.5e0",
        "level, high",
        "nick, àbç",
        "on, false",
        "key, à",
        "type, etherpad",
        "strange, 1+i",
        "big, 123456789012345678901234567890"
    })
    void takesWhatItAllows(String key, String value) throws Exception {
        assertThat(read(ATTRIBUTES).attributes().get(key).checked(value)).isEqualTo(value);
    }

    @Test
    void splitsOnlyWhatIsDeclaredAsSeveralValues() throws Exception {
        Map<String, Attribute> attributes = read(ATTRIBUTES).attributes();

        assertThat(attributes.get("strange").checked("tea, coffee")).isEqualTo("tea, coffee");
        assertThat(attributes.get("names").checked("a, b c ,d\\,e,f\\\\,g"))
                .isEqualTo(new String[] {"a", "b c", "d,e", "f\\", "g"});
        assertThat(attributes.get("names").checked("")).isEqualTo(new String[0]);
        assertThat(attributes.get("ports").checked("1,2,")).isEqualTo(new String[] {"1", "2"});
    }

    @ParameterizedTest
    @ValueSource(strings = {"<AD id='a' type='Password' min='20'/>", "<AD id='.a' min='20'/>"})
    void aSecretIsNotRepeated(String definition) throws Exception {
        Attribute attribute = read(definition).attributes().values().iterator().next();

        assertThatThrownBy(() -> attribute.checked("hunter2"))
                .hasMessageEndingWith("a: must have at least 20 characters");
    }

    @Test
    void whatHasADefaultNeedNotBeThere() throws Exception {
        Map<String, Attribute> attributes = read(ATTRIBUTES).attributes();

        assertThat(attributes.values().stream().filter(Attribute::required).map(Attribute::id))
                .containsExactly("port");
    }

    @Test
    void aHugeValueDoesNotOverturnAPattern() throws Exception {
        Attribute attribute =
                read("<AD id='a' cloudy:pattern='(a|b)*'/>").attributes().get("a");

        assertThatThrownBy(() -> attribute.checked("ab".repeat(30_000))).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void tellsAListOfThingsFromAThing() throws Exception {
        assertThat(parse(file("", "pid=\"cloudy.x\"")).get("cloudy.x").factory())
                .isFalse();
        assertThat(parse(file("", "factoryPid=\"cloudy.x\"")).get("cloudy.x").factory())
                .isTrue();
    }

    @Test
    void readsNoOtherFile(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        String type = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";

        assertThatThrownBy(() -> parse((type + "<MetaData>&e;</MetaData>").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DOCTYPE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<AD id='a' min='few'/> | min of a is not a number",
                "<AD id='a' cloudy:pattern='('/> | pattern of a is not a regular expression",
                "<AD id='a'> | must be terminated",
            })
    void saysWhatIsWrongWithAFile(String attributes, String reason) {
        assertThatThrownBy(() -> read(attributes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aReferenceToNothingIsAFault() {
        byte[] file = "<MetaData><Designate pid='cloudy.x'><Object ocdref='y'/></Designate></MetaData>"
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> parse(file)).hasMessage("cloudy.x refers to what is not in the file");
    }

    private static Map<String, Schema> parse(byte[] file) throws IOException {
        return MetatypeFile.read(file, base -> Translations.none());
    }

    private static Schema read(String attributes) throws IOException {
        return parse(file(attributes, "pid=\"cloudy.x\"")).get("cloudy.x");
    }

    private static byte[] file(String attributes, String pid) {
        String file =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0"
                    xmlns:cloudy="%s" xmlns:foreign="urn:foreign">
                  <OCD id="config" name="X">%s</OCD>
                  <Designate %s><Object ocdref="config"/></Designate>
                </metatype:MetaData>
                """;
        return file.formatted(Setting.NAMESPACE, attributes, pid).getBytes(StandardCharsets.UTF_8);
    }
}
