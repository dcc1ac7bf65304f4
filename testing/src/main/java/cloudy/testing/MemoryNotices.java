// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.form.Texts;
import cloudy.api.notice.Notices;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Notices in memory, for tests of what raises and clears them. Safe for use by many threads. */
public final class MemoryNotices implements Notices {

    private final Map<String, Urgency> urgencies = new ConcurrentSkipListMap<>();
    private final Map<String, String> standing = new ConcurrentSkipListMap<>();

    /** What the notices that stand say, in English, by their ids. */
    public Map<String, String> standing() {
        return standing;
    }

    /** How urgent the notices that stand are, by their ids. */
    public Map<String, Urgency> urgencies() {
        return urgencies;
    }

    @Override
    public void raise(String id, Urgency urgency, Texts text) {
        urgencies.put(id, urgency);
        standing.put(id, text.english());
    }

    @Override
    public void clear(String id) {
        urgencies.remove(id);
        standing.remove(id);
    }
}
