// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be learnt from a line of the agent's log, and from nothing else.
 *
 * <p>The agent holds its events back for one to three seconds, to tell of several at once, but logs at once whom they
 * concern; and that another member uses our name it tells in its log only. Names in a line are the word of strangers: a
 * line never does more than have somebody looked at.
 */
final class AgentLog {

    /** {@code EventMemberUpdate: name}; the others have an address behind the name. */
    private static final Pattern MEMBER = Pattern.compile(
            "\\[INFO] serf: EventMember(?:Update: (.+)|(?:Join|Leave|Failed|Reap): (.+) \\S+)", Pattern.DOTALL);

    private static final Pattern CONFLICT =
            Pattern.compile("\\[ERR] serf: Node name conflicts with another node at (\\S+?)\\.? Names must be unique");
    private static final Pattern VOTED_OUT = Pattern.compile("\\[WARN] serf: minority in name conflict resolution");

    private static final String ASKED = "[DEBUG] serf: messageQueryType: _serf_conflict";
    private static final String ANSWERED = "[DEBUG] serf: Got conflict resolution query for";

    private AgentLog() {}

    /**
     * Whether somebody asks the cluster which of two members rightly has a name. Everyone logs next that it answers,
     * except the one whose name it is, who has no vote.
     */
    static boolean isConflictAsked(String line) {
        return line.contains(ASKED);
    }

    static boolean isConflictAnswered(String line) {
        return line.contains(ANSWERED);
    }

    /** The member that something happened to. */
    static Optional<String> member(String line) {
        Matcher matcher = MEMBER.matcher(line);
        if (!line.contains("EventMember") || !matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(1) != null ? matcher.group(1).trim() : matcher.group(2));
    }

    /** Where a member is that has this node's name; empty text where the line does not say. */
    static Optional<String> twin(String line) {
        Matcher matcher = CONFLICT.matcher(line);
        if (matcher.find()) {
            return Optional.of(matcher.group(1));
        }
        return VOTED_OUT.matcher(line).find() ? Optional.of("") : Optional.empty();
    }
}
