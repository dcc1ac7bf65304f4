// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.form.Texts;
import cloudy.api.notice.Notices;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The notices that stand, in English. */
final class Board implements Notices {

    final Map<String, String> standing = new TreeMap<>();

    @Override
    public void raise(String id, Urgency urgency, Texts text) {
        standing.put(id, text.in(List.of()));
    }

    @Override
    public void clear(String id) {
        standing.remove(id);
    }
}
