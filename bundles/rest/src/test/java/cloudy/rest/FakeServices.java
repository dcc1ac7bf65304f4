// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.Audience;
import cloudy.api.access.Caller;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Services as a test puts them. */
public final class FakeServices implements LocalServices {

    public final List<LocalService> all = new ArrayList<>();

    public void add(String id, LocalService.Run run) {
        var wish = new LocalService.Wish(true, true, Audience.COMMUNITY);
        all.add(new LocalService(id, id, run, "", Instant.EPOCH, wish, List.of()));
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
        throw new UnsupportedOperationException();
    }

    @Override
    public void check(String id) {
        throw new UnsupportedOperationException();
    }
}
