// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** Proposes what is there already: Karaf completes no argument that stands after one without a proposal. */
@Service
public final class AnyText implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return -1;
    }

    @Override
    public void completeCandidates(Session session, CommandLine line, List<Candidate> candidates) {
        String word = line.getCursorArgument();
        if (word != null && !word.isEmpty()) {
            candidates.add(new Candidate(word, true));
        }
    }
}
