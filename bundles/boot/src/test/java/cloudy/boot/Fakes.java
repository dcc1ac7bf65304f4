// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Announced;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalService.Wish;
import cloudy.api.registry.LocalServices;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The services of a node, as the tests want them. */
final class Fakes {

    private Fakes() {}

    record FakeServices(List<LocalService> all) implements LocalServices {

        @Override
        public void wish(String id, Wish wish, Caller by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void check(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long revision() {
            return 0;
        }
    }

    static LocalService service(String description, Run run) {
        var offer = new Announced(Offer.of("pads", description, 9001), Map.of());
        return new LocalService(
                "org.example",
                "org.example",
                run,
                "",
                Instant.EPOCH,
                new Wish(run != Run.OFF, true, Audience.COMMUNITY),
                List.of(offer));
    }
}
