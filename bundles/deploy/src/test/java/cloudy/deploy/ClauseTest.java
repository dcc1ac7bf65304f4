// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClauseTest {

    @Test
    void readsPathsAttributesAndDirectives() {
        var clauses =
                Clause.parse("a.b;c.d;version=\"[1.0,2.0)\";resolution:=optional , e.f;bundle-version:Version=\"3\"");

        assertThat(clauses)
                .containsExactly(
                        new Clause(
                                List.of("a.b", "c.d"),
                                Map.of("version", "[1.0,2.0)"),
                                Map.of("resolution", "optional")),
                        new Clause(List.of("e.f"), Map.of("bundle-version", "3"), Map.of()));
        assertThat(clauses.get(0).isOptional()).isTrue();
        assertThat(clauses.get(1).isOptional()).isFalse();
    }

    @Test
    void leavesSeparatorsWithinQuotationMarksAlone() {
        var clause = Clause.parse("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\";x=\"a,b;c=\\\"d\\\"\"")
                .get(0);

        assertThat(clause.directives()).containsEntry("filter", "(&(osgi.ee=JavaSE)(version=17))");
        assertThat(clause.attributes()).containsEntry("x", "a,b;c=\"d\"");
    }

    @Test
    void neverFails() {
        for (String header : List.of("", ",", ";", "=", ":=", "a;=b", "\"", "a=\"", "a;b:=\"\\", ",,;;\"\"=")) {
            assertThat(Clause.parse(header)).isNotNull();
        }
        assertThat(Clause.parse(null)).isEmpty();
    }
}
