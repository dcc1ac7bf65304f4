// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Services as a test puts them. */
final class FakeServices implements LocalServices {

    final Map<String, LocalService.Wish> wished = new HashMap<>();
    final List<LocalService> all = new ArrayList<>();

    static LocalService service(String id, LocalService.Run run, String reason, LocalService.Announced... offers) {
        return new LocalService(
                id,
                id.replaceFirst("[~/].*", ""),
                run,
                reason,
                Instant.parse("2026-11-22T03:10:12Z"),
                new LocalService.Wish(true, true, Audience.COMMUNITY),
                Arrays.asList(offers));
    }

    static LocalService.Announced offered(Offer offer, Map<String, Outcome> by) {
        return new LocalService.Announced(offer, by);
    }

    @Override
    public List<LocalService> all() {
        return List.copyOf(all);
    }

    @Override
    public long revision() {
        return 0;
    }

    @Override
    public void wish(String id, LocalService.Wish wish, Caller by) {
        wished.put(id, wish);
    }

    @Override
    public void check(String id) {
        throw new UnsupportedOperationException();
    }
}
