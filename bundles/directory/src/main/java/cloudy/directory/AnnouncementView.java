// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** An announcement as the HTTP API shows it. */
final class AnnouncementView {

    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private AnnouncementView() {}

    static Map<String, Object> of(Announcement announcement) {
        var view = new LinkedHashMap<String, Object>();
        view.put("id", announcement.key());
        view.put("type", announcement.type());
        view.put("description", announcement.description());
        announcement.nodeId().ifPresent(id -> view.put("nodeId", id));
        view.put("host", announcement.host());
        view.put("address", announcement.address());
        view.put("port", announcement.port());
        view.put("protocol", announcement.protocol());
        view.put("txt", txt(announcement.txt()));
        view.put("carriers", new TreeSet<>(announcement.carriers()));
        view.put("reach", announcement.reach());
        view.put("firstHeard", announcement.firstHeard());
        view.put("lastHeard", announcement.lastHeard());
        announcement.distance().ifPresent(distance -> view.put("distanceMs", millis(distance)));
        view.put("trust", announcement.trust());
        view.put("own", announcement.trust() == Trust.OWN);
        return view;
    }

    /** To the microsecond: what is finer is noise. */
    private static double millis(Duration distance) {
        return Math.round(distance.toNanos() / NANOS_PER_MICRO) / MICROS_PER_MILLI;
    }

    /** Of a key that comes twice the first counts (RFC 6763, 6.4); a key without a value has null. */
    private static Map<String, String> txt(Txt txt) {
        var view = new LinkedHashMap<String, String>();
        for (Txt.Pair pair : txt.pairs()) {
            if (!view.containsKey(pair.key())) {
                view.put(pair.key(), pair.value().orElse(null));
            }
        }
        return view;
    }
}
