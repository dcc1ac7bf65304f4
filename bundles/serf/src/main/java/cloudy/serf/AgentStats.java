// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What the agent says of itself, as far as it is of use. */
record AgentStats(String name, OptionalInt members, OptionalInt healthScore, Map<String, Integer> queues) {

    static final AgentStats UNKNOWN = new AgentStats("", OptionalInt.empty(), OptionalInt.empty(), Map.of());

    private static final String QUEUE = "_queue";

    static AgentStats of(Map<String, Map<String, String>> stats) {
        Map<String, String> serf = stats.getOrDefault("serf", Map.of());
        var queues = new HashMap<String, Integer>();
        serf.forEach((key, value) -> {
            if (key.endsWith(QUEUE)) {
                number(value).ifPresent(depth -> queues.put(key.substring(0, key.length() - QUEUE.length()), depth));
            }
        });
        return new AgentStats(
                stats.getOrDefault("agent", Map.of()).getOrDefault("name", ""),
                number(serf.getOrDefault("members", "")),
                number(serf.getOrDefault("health_score", "")),
                Map.copyOf(queues));
    }

    private static OptionalInt number(String text) {
        return text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
