// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import cloudy.api.Protocol;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final String GOOD =
            "{\"s\":\"proxy3\",\"d\":\"Proxy3_System\",\"m\":\"a.guifi.local\",\"i\":\"10.1.2.3\",\"p\":\"3128\",\"e\":\"\","
                    + "\"t\":\"Federated=Yes\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"s\":\"web\",\"d\":\"A page\",\"m\":\"h\",\"i\":\"10.0.0.1\",\"p\":\"80\",\"e\":\"\",\"t\":\"\"}]",
                "[{'s':'web','d':'A page','m':'h','i':'10.0.0.1','p':'80','e':'','t':''}]",
                "[{\"s\":\"web\",\"d\":\"A page\",\"m\":\"h\",\"i\":\"10.0.0.1\",\"p\":80}]",
                "[{\"S\":\"web\",\"D\":\"A page\",\"M\":\"h\",\"I\":\"10.0.0.1\",\"P\":\"80\"}]",
                " [ { \"s\" : \"web\" , \"d\" : \"A page\", \"m\" : \"h\", \"i\":\"10.0.0.1\", \"p\" : 80 , } ] \n",
                "{s:web,d:A page,m:h,i:10.0.0.1,p:80}",
                "[{\"x\":{\"y\":[1,{\"z\":\"}\"}]},\"s\":\"web\",\"d\":\"A\\u0020page\",\"m\":\"h\",\"i\":\"10.0.0.1\",\"p\":\"80\"}]",
                "junk]],{\"s\":\"web\",\"d\":\"A page\",\"m\":\"h\",\"i\":\"10.0.0.1\",\"p\":\"80\"",
            })
    void readsEveryFormThatWasEverWritten(String text) {
        if (text.startsWith("junk")) {
            // Cut short: it cannot be told what is missing.
            assertThat(RecordReader.read(text)).isEqualTo(new RecordReader.Result(java.util.List.of(), 1));
            return;
        }
        RecordReader.Result result = RecordReader.read(text);

        assertThat(result.bad()).isZero();
        assertThat(result.records())
                .containsExactly(new ServiceRecord("web", "A page", "h", "10.0.0.1", "80", "", "", Protocol.TCP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"s\":\"x\",\"d\":\"unclosed}",
                "{\"d\":\"without a type\"}",
                "{\"s\":\"\"}",
                "{\"s\"}",
                "{:}",
                "{\"s\":}",
                "{\"s\":[}",
                "{,,,}",
                "{\"s\":\"x\" \"d\":\"y\"}",
                "{null}",
            })
    void aBadRecordCostsOnlyItself(String bad) {
        RecordReader.Result result = RecordReader.read("[" + GOOD + "," + bad + "," + GOOD + "]");

        assertThat(result.records()).hasSize(2);
        assertThat(result.records()).allMatch(record -> record.type().equals("proxy3"));
        assertThat(result.bad()).isEqualTo(1);
    }

    @Test
    void quotesWithinQuotesBelongToTheValue() {
        assertThat(RecordReader.read("[{'s':'web','d':'L'Hospitalet','m':'h'}]").records())
                .extracting(ServiceRecord::description)
                .containsExactly("L'Hospitalet");
        assertThat(RecordReader.read("[{\"s\":\"web\",\"d\":\"say \\\"hi\\\"\"}]")
                        .records())
                .extracting(ServiceRecord::description)
                .containsExactly("say \"hi\"");
    }

    @Test
    void textWithoutRecordsIsBadAndAnEmptyListIsNot() {
        assertThat(RecordReader.read("hello").bad()).isEqualTo(1);
        assertThat(RecordReader.read("[\"just a text\"]").bad()).isEqualTo(1);
        assertThat(RecordReader.read("[]\n").bad()).isZero();
        assertThat(RecordReader.read("").bad()).isZero();
    }

    @Test
    void keepsSoManyRecordsAndCountsTheOthers() {
        RecordReader.Result result = RecordReader.read("[" + (GOOD + ",").repeat(100) + "]");

        assertThat(result.records()).hasSize(RecordReader.MAX_RECORDS);
        assertThat(result.bad()).isEqualTo(100 - RecordReader.MAX_RECORDS);
    }

    @Test
    void noTextIsSlow() {
        var random = new Random(3);
        String letters = "{}[]:,'\"\\sdmipetx1 \n";
        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < 2_000; round++) {
                var text = new StringBuilder();
                int length = random.nextInt(2_000);
                for (int i = 0; i < length; i++) {
                    text.append(letters.charAt(random.nextInt(letters.length())));
                }
                assertThat(RecordReader.read(text.toString()).records().size())
                        .isLessThanOrEqualTo(RecordReader.MAX_RECORDS);
            }
            for (String nasty :
                    new String[] {"{", "{\"a\":\"", "{'a':'b',", "{\"a\":{", "{'", "{\"a\":[[[", "{'s':'x'} '"}) {
                RecordReader.read(nasty.repeat(64 * 1024 / nasty.length()));
            }
        });
    }

    @Test
    void numbersAndAddressesThatAreNoneAreNotInvented() {
        var other = TestNode.address("10.9.9.9");
        for (String port : new String[] {"", "x", "-1", "65536", "999999", "80.5", "8 0"}) {
            assertThat(record(port, "").portNumber()).as(port).isZero();
        }
        assertThat(record(" 80 ", "").portNumber()).isEqualTo(80);
        for (String address :
                new String[] {"", "example.org", "10.1.2", "10.1.2.300", "1", "::g", ":", "10.1.2.3.", "%1"}) {
            assertThat(record("1", address).addressOr(other)).as(address).isSameAs(other);
        }
        assertThat(record("1", "10.1.2.3").addressOr(other)).isEqualTo(TestNode.address("10.1.2.3"));
        assertThat(record("1", "fd00::1").addressOr(other)).isEqualTo(TestNode.address("fd00::1"));
    }

    @Test
    void factsAreTheSameWhicheverWriterJoinedThem() {
        var expected = cloudy.api.Txt.parse("a=1&b=2");
        assertThat(facts("a=1&b=2")).isEqualTo(expected);
        assertThat(facts("a=1 b=2")).isEqualTo(expected);
        assertThat(facts(" a=1 & b=2 ")).isEqualTo(expected);
        assertThat(facts("")).isEqualTo(cloudy.api.Txt.EMPTY);
        assertThat(facts("10.1.2.3").pairs().get(0).value()).isEmpty();
    }

    private static cloudy.api.Txt facts(String txt) {
        return new ServiceRecord("s", "", "", "", "", "", txt, Protocol.TCP).facts();
    }

    private static ServiceRecord record(String port, String address) {
        return new ServiceRecord("s", "", "", address, port, "", "", Protocol.TCP);
    }
}
