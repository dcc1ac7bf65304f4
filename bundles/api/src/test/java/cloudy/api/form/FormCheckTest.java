// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FormCheckTest {

    @Test
    void takesValuesOfEachType() {
        Form form = Form.of(
                field("text", Field.Type.TEXT),
                field("whole", Field.Type.INTEGER),
                field("number", Field.Type.NUMBER),
                field("truth", Field.Type.BOOLEAN));

        assertThat(form.check(Map.of("text", "à <b>", "whole", 7L, "number", 2L, "truth", true)))
                .isEqualTo(Map.of("text", "à <b>", "whole", 7L, "number", 2.0, "truth", true));
    }

    @Test
    void refusesAnotherType() {
        refuses(field("f", Field.Type.TEXT), 7L, "must be text");
        refuses(field("f", Field.Type.TEXT), List.of("a"), "must be text");
        refuses(field("f", Field.Type.INTEGER), "7", "must be a whole number");
        refuses(field("f", Field.Type.INTEGER), 7.5, "must be a whole number");
        refuses(field("f", Field.Type.NUMBER), Double.NaN, "must be a number");
        refuses(field("f", Field.Type.BOOLEAN), "true", "must be true or false");
        refuses(field("f", Field.Type.BOOLEAN), Map.of(), "must be true or false");
    }

    @Test
    void refusesByNameWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Form.empty().check(Map.of("../x\r\n", 1L)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("../x\uFFFD\uFFFD: is not known here");
    }

    @Test
    void holdsRanges() {
        Field port = with(field("f", Field.Type.INTEGER), 1, 65535);
        assertThat(Form.of(port).check(Map.of("f", 65535L))).containsEntry("f", 65535L);
        refuses(port, 0L, "must be between 1 and 65535");
        refuses(port, Long.MAX_VALUE, "must be between 1 and 65535");
        refuses(with(field("f", Field.Type.TEXT), 2, 3), "a", "must have 2 to 3 characters");
        refuses(field("f", Field.Type.TEXT), "x".repeat(10_000), "must have at most 4096 characters");
    }

    @Test
    void refusesLineEnds() {
        refuses(field("f", Field.Type.TEXT), "a\r\nb", "must not hold control characters or line ends");
        refuses(field("f", Field.Type.TEXT), "a\u0000", "must not hold control characters or line ends");
    }

    @Test
    void theWholeTextMatchesThePattern() {
        Field name = pattern("[a-z]+", "must be small letters");
        assertThat(Form.of(name).check(Map.of("f", "abc"))).containsEntry("f", "abc");
        refuses(name, "abc1", "must be small letters");
        refuses(pattern("[a-z]+", ""), "1abc", "must match [a-z]+");
    }

    @Test
    void takesOnlyOptions() {
        Field choice = options(Field.Type.TEXT, "a", "b");
        assertThat(Form.of(choice).check(Map.of("f", "b"))).containsEntry("f", "b");
        refuses(choice, "c", "must be one of a, b");
        assertThat(Form.of(options(Field.Type.NUMBER, "1", "2.5")).check(Map.of("f", 1L)))
                .containsEntry("f", 1.0);
    }

    @Test
    void whatIsNotFilledInHasItsInitialValueOrIsMissing() {
        Form form = Form.of(initial(false, "5"), field("other", Field.Type.TEXT));

        assertThat(form.check(Map.of())).isEqualTo(Map.of("f", 5L));
        var values = new HashMap<String, Object>();
        values.put("f", null);
        values.put("other", "");
        assertThat(form.check(values)).isEqualTo(Map.of("f", 5L));
        assertThat(Form.of(initial(true, "5")).check(Map.of())).containsEntry("f", 5L);
        assertThatThrownBy(() -> Form.of(initial(true)).check(Map.of())).hasMessage("f: must be filled in");
    }

    @Test
    void checksEachOfSeveral() {
        Field several = several(2);
        assertThat(Form.of(several).check(Map.of("f", List.of(1L, 2L)))).containsEntry("f", List.of(1L, 2L));
        refuses(several, List.of(1L, 2L, 3L), "must have at most 2 entries");
        refuses(several, List.of(1L, "x"), "must be a whole number");
        refuses(several, 1L, "must be a list");
        var holes = new ArrayList<Object>();
        holes.add(null);
        refuses(several, holes, "must be a whole number");
    }

    private static void refuses(Field field, Object value, String why) {
        assertThatThrownBy(() -> Form.of(field).check(Map.of("f", value)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("f: " + why);
    }

    private static Field field(String name, Field.Type type) {
        return Field.of(name, type, Texts.none(), Texts.none());
    }

    private static Field field(
            Field.Type type,
            OptionalInt several,
            boolean required,
            List<String> initial,
            Optional<String> pattern,
            String sentence,
            List<Field.Option> options) {
        return new Field(
                "f",
                type,
                Texts.none(),
                Texts.none(),
                several,
                required,
                initial,
                Optional.empty(),
                Optional.empty(),
                pattern,
                Texts.of(sentence),
                options,
                "",
                Texts.none(),
                false);
    }

    private static Field with(Field field, int min, int max) {
        return new Field(
                field.name(),
                field.type(),
                field.title(),
                field.help(),
                field.several(),
                field.required(),
                field.initial(),
                Optional.of(BigDecimal.valueOf(min)),
                Optional.of(BigDecimal.valueOf(max)),
                field.pattern(),
                field.sentence(),
                field.options(),
                field.unit(),
                field.group(),
                field.secret());
    }

    private static Field pattern(String pattern, String sentence) {
        return field(Field.Type.TEXT, OptionalInt.empty(), false, List.of(), Optional.of(pattern), sentence, List.of());
    }

    private static Field options(Field.Type type, String... values) {
        List<Field.Option> options = List.of(values).stream()
                .map(value -> new Field.Option(value, Texts.of(value)))
                .toList();
        return field(type, OptionalInt.empty(), false, List.of(), Optional.empty(), "", options);
    }

    private static Field initial(boolean required, String... initial) {
        return field(
                Field.Type.INTEGER, OptionalInt.empty(), required, List.of(initial), Optional.empty(), "", List.of());
    }

    private static Field several(int most) {
        return field(Field.Type.INTEGER, OptionalInt.of(most), false, List.of(), Optional.empty(), "", List.of());
    }
}
