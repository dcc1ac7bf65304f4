// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What other devices said when they were connected last.
 *
 * <p>Nothing in Syncthing's protocol tells a device that it was removed. But a device says its own name only to those it
 * knows (the Hello message, BEP), and lets go of all others at once: who greets without a name and is gone again does not
 * know this device, or not any more. Seen with 1.19: {@code DeviceConnected} with an empty {@code deviceName}, and {@code
 * DeviceDisconnected} within a second, at each try.
 *
 * @param refused those that do not know this device
 * @param left those of them that knew it before, as far as events are remembered
 */
record Hellos(Set<String> refused, Set<String> left) {

    /** Syncthing keeps so many of these events for us from the first time that it is asked for them. */
    private static final String EVENTS = "/rest/events?events=DeviceConnected,DeviceDisconnected&limit=256&timeout=0";

    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private record Greeting(boolean named, Instant at) {}

    static Hellos heard(SyncthingClient client) throws IOException, InterruptedException {
        return of(Facts.list(client.get(EVENTS)));
    }

    /** Reads events, the oldest first. */
    static Hellos of(List<Facts> events) {
        Map<String, Greeting> last = new HashMap<>();
        Set<String> named = new HashSet<>();
        Set<String> refused = new HashSet<>();
        for (Facts event : events) {
            String device = event.in("data").raw("id");
            Instant at = time(event);
            if (event.raw("type").equals("DeviceConnected")) {
                var greeting = new Greeting(!event.in("data").raw("deviceName").isBlank(), at);
                last.put(device, greeting);
                if (greeting.named()) {
                    named.add(device);
                    refused.remove(device);
                }
            } else if (last.containsKey(device)) {
                Greeting greeting = last.get(device);
                if (!greeting.named() && Duration.between(greeting.at(), at).compareTo(AT_ONCE) < 0) {
                    refused.add(device);
                }
            }
        }
        Set<String> left = new HashSet<>(refused);
        left.retainAll(named);
        return new Hellos(Set.copyOf(refused), Set.copyOf(left));
    }

    private static Instant time(Facts event) {
        try {
            // With the offset of the zone that the program is in.
            return OffsetDateTime.parse(event.raw("time")).toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
