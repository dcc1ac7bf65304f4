// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to who is refused, in each language. */
class RefusalTest {

    @Test
    void namesTheFieldAndTheValueInEachLanguage() {
        var refusal = new InvalidFieldException("port", Why.mustBeBetween(0, 65535), "70000");

        assertThat(refusal.texts().byLanguage())
                .isEqualTo(Map.of(
                        "ca", "port: ha d'estar entre 0 i 65535, i no \"70000\"",
                        "es", "port: debe estar entre 0 y 65535, y no \"70000\"",
                        "en", "port: must be between 0 and 65535, not \"70000\""));
        assertThat(refusal).hasMessage(refusal.texts().english());
        assertThat(refusal.why().english()).isEqualTo("must be between 0 and 65535, not \"70000\"");
    }

    /** Those of the contract that somebody types a value for; others are shown as they are. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "^[A-Za-z0-9-]{1,15}$ | must be 1 to 15 characters out of A-Z a-z 0-9 -",
                "^[0-9a-f]{64}\\z | must be 64 to 64 characters out of 0-9 a-f",
                "^[a-z][a-z0-9._-]{0,31}$ | must begin with one of a-z, and go on with 0 to 31 out of a-z 0-9 ._-",
                "[a-z]+ | must match [a-z]+",
                "^[^a]{1,2}$ | must match ^[^a]{1,2}$",
                "^.{1,2}$ | must match ^.{1,2}$"
            })
    void putsSimpleExpressionsInWords(String pattern, String words) {
        assertThat(Why.mustMatch(pattern).english()).isEqualTo(words);
    }

    @Test
    void keepsItsWordsUnderAnotherName() {
        InvalidFieldException refusal = new InvalidFieldException("port", Why.mustBeNumber(), "x").of("cloudy.port");

        assertThat(refusal.field()).isEqualTo("cloudy.port");
        assertThat(refusal.texts().byLanguage()).containsEntry("ca", "cloudy.port: ha de ser un nombre, i no \"x\"");
    }

    @Test
    void quotesNoMoreThanALittleAndNothingThatSteersATerminal() {
        var refusal = new InvalidFieldException("f", Why.mustBeText(), "%s\u001b[2J\n" + "x".repeat(100));

        assertThat(refusal.texts().byLanguage().values())
                .allMatch(text -> text.contains("%s\uFFFD[2J\uFFFD") && text.endsWith("x…\"") && text.length() < 90);
    }

    @Test
    void aThirdPartyMaySpeakEnglishOnly() {
        assertThat(new InvalidFieldException("f", "must be 100 %", "5 %")
                        .texts()
                        .byLanguage())
                .containsEntry("en", "f: must be 100 %, not \"5 %\"");
        assertThat(Problem.of(409, "Gone.").texts()).isEqualTo(Texts.of("Gone."));
        assertThat(Health.down("no disk")).isEqualTo(Health.down(Texts.of("no disk")));
    }

    @Test
    void aFailureExplainsItselfAsFarAsItCan() {
        var refusal = new InvalidFieldException("port", Why.isMissing());

        assertThat(Explained.of(refusal)).isEqualTo(refusal.texts());
        assertThat(Explained.of(new IOException("no disk"))).isEqualTo(Texts.of("no disk"));
        assertThat(Explained.of(new IOException())).isEqualTo(Texts.of("IOException"));
    }

    @Test
    void aFullQueueSaysWhenToComeAgain() {
        assertThat(Problem.tooManyJobs().status()).isEqualTo(503);
        assertThat(Problem.tooManyJobs().retryAfterS()).hasValue(30);
        assertThat(Problem.tooManyJobs().texts().byLanguage()).hasSize(3);
    }

    static Stream<Method> reasons() {
        return Stream.of(Why.class.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void everyReasonIsInThreeLanguagesWithItsValuesInEach(Method reason) throws Exception {
        Object[] values =
                Stream.of(reason.getParameterTypes()).map(RefusalTest::value).toArray();
        Texts said = (Texts) reason.invoke(null, values);

        assertThat(said.byLanguage().keySet()).isEqualTo(Set.of("ca", "es", "en"));
        assertThat(said.byLanguage().values()).allSatisfy(text -> {
            assertThat(text).doesNotContain("%");
            assertThat(text.chars().filter(c -> c == '7').count()).isEqualTo(values.length);
        });
        assertThat(said.byLanguage().get("ca")).isNotEqualTo(said.english());
        assertThat(said.byLanguage().get("es")).isNotEqualTo(said.english());
    }

    private static Object value(Class<?> type) {
        if (type == String.class) {
            return "7";
        }
        if (type == Collection.class) {
            return List.of("7");
        }
        return type == int.class ? (Object) 7 : (Object) 7L;
    }
}
