// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.testing.Wishes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Settings as a component gets them, and what is made of them. */
final class Setup {

    private Setup() {}

    static Guifi guifi(GuifiServer server, Path data, Clock clock) throws Exception {
        return guifi(server, data, clock, SSLContext.getDefault());
    }

    static Guifi guifi(GuifiServer server, Path data, Clock clock, SSLContext trust) {
        return new Guifi(config(server.base().toString()), Map.of(), data, trust, clock);
    }

    static GuifiConfig config(String baseUrl) {
        return Wishes.of(GuifiConfig.class, Map.of("baseUrl", baseUrl));
    }
}
