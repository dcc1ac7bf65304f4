// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one of our nodes among the members of a cluster: {@code <node id>-<address>-<port>}.
 *
 * <p>It stays while the address stays, so that a restart leaves no second member behind; and changes with it, because
 * Serf refuses a member that comes back under its name at another address ("Conflicting address", 0.9.4).
 */
record ClusterName(String nodeId, String address, int port) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})-([0-9a-f.:]{2,45})-([0-9]{1,5})");

    /** Reads a member's name; empty where it has another form, as those of the original Cloudy have. */
    static Optional<ClusterName> parse(String name) {
        Matcher matcher = FORM.matcher(name);
        return matcher.matches()
                ? Optional.of(new ClusterName(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** The node id in a member's name. */
    static Optional<String> nodeId(String name) {
        return parse(name).map(ClusterName::nodeId);
    }

    @Override
    public String toString() {
        return nodeId + '-' + address + '-' + port;
    }
}
