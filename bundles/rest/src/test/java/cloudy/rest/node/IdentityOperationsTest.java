// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.rest.Problem;
import cloudy.rest.Answers;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityOperationsTest {

    private final IdentityOperations operations = new IdentityOperations("1.2.3");

    @Test
    void tellsWhoTheNodeIsAndNothingElse() throws Exception {
        operations.node = new Node() {
            @Override
            public String id() {
                return "0123456789abcdef";
            }

            @Override
            public String name() {
                return "torre";
            }

            @Override
            public Optional<InetAddress> address(Audience network) {
                throw new UnsupportedOperationException();
            }

            @Override
            public byte[] publicKey() {
                return new byte[] {1, 2, 3};
            }
        };

        assertThat(Answers.json(Answers.ask(operations, "getIdentity")))
                .hasToString("Identity[id=0123456789abcdef, name=torre, publicKey=AQID, version=1.2.3, api=/api/v1]");
    }

    @Test
    void asksToComeBackWhileTheSettingsAreRead() {
        assertThatThrownBy(() -> Answers.ask(operations, "getIdentity")).isInstanceOf(Problem.class);
    }
}
