// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.Completer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {HeardTypes.class, HeardNodes.class, ServiceIds.class, PublishedTypes.class, PublishedPorts.class
            })
    void proposeNothingWhileTheServiceThatKnowsThemIsAway(Class<? extends Completer> words) throws Exception {
        List<Candidate> candidates = new ArrayList<>();

        words.getDeclaredConstructor().newInstance().completeCandidates(null, KarafShell.word("a"), candidates);

        assertThat(candidates).isEmpty();
    }
}
