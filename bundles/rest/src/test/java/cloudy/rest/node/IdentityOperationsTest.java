// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.rest.Problem;
import cloudy.rest.Answers;
import cloudy.testing.SomeNode;
import org.junit.jupiter.api.Test;

class IdentityOperationsTest {

    private final IdentityOperations operations = new IdentityOperations("1.2.3");

    @Test
    void tellsWhoTheNodeIsAndNothingElse() throws Exception {
        operations.node = SomeNode.named("torre");

        assertThat(Answers.json(Answers.ask(operations, "getIdentity")))
                .hasToString("Identity[id=0123456789abcdef, name=torre, publicKey=AQID, version=1.2.3, api=/api/v1]");
    }

    @Test
    void asksToComeBackWhileTheSettingsAreRead() {
        assertThatThrownBy(() -> Answers.ask(operations, "getIdentity")).isInstanceOf(Problem.class);
    }
}
