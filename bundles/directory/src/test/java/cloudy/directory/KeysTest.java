// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeysTest {

    private final Keys keys = new Keys();

    @Test
    void answersLikeAMap() {
        var source = new Source(1);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            entries.add(Entry.of(source, Heard.of(i, "e" + i).build()));
            // The same key, as when an announcement is replaced.
            entries.add(Entry.of(source, Heard.of(i, "e" + i).port(9).build()));
        }
        assertThat(entries.get(0).key).isEqualTo(entries.get(1).key);
        Map<Long, Entry> map = new HashMap<>();
        var random = new Random(3);
        for (int step = 0; step < 50_000; step++) {
            Entry entry = entries.get(random.nextInt(entries.size()));
            // Fills up, then empties.
            if (random.nextInt(50_000) > step) {
                keys.put(entry);
                map.put(entry.key, entry);
            } else {
                keys.remove(entry);
                map.remove(entry.key, entry);
            }
            Entry other = entries.get(random.nextInt(entries.size()));
            assertThat(keys.get(other.key).orElse(null)).isSameAs(map.get(other.key));
        }
        for (Entry entry : entries) {
            assertThat(keys.get(entry.key).orElse(null)).isSameAs(map.get(entry.key));
        }
    }
}
