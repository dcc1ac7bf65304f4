// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.testing.Wishes;
import java.util.Map;

/** What the operator wishes of the name server: what is not said has the default. */
final class DnsWishes {

    private DnsWishes() {}

    static DnsSettings of(Map<String, Object> said) {
        return DnsSettings.of(Wishes.of(DnsConfig.class, said));
    }
}
