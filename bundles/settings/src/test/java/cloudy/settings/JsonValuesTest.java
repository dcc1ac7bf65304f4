// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonValuesTest {

    /** A bundle may say that there is no limit, and its settings must be shown all the same. */
    @Test
    void whatJsonHasNoNumberForIsShownAsText() {
        Field limit = Field.of("limit", Field.Type.NUMBER, Texts.of("Limit"), Texts.none());
        var form = new Form(Texts.of("Test"), Texts.none(), List.of(limit.withInitial("Infinity")));
        var json = new JsonValues(Optional.of(form));

        assertThat(json.defaults()).isEqualTo(Map.of("limit", "Infinity"));
        assertThat(json.json("limit", "NaN")).isEqualTo("NaN");
        assertThat(json.json("limit", "0.5")).isEqualTo(0.5);
    }
}
