// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that squid.conf is made of, checked.
 *
 * @param hostName what the proxy calls itself in its pages
 * @param helpers where squid's helper programs are
 * @param folder of the cache and the log
 * @param secret opens what only this node may ask squid for
 * @param origin where this node's own page is that it looks at through the proxy; a port of the loopback interface
 * @param own the addresses of this machine
 * @param operators what the operator's own file says
 */
record SquidPlan(
        ProxySettings settings,
        String hostName,
        Path helpers,
        Path folder,
        String secret,
        int origin,
        List<Network> own,
        Entry entry,
        String operators) {

    SquidPlan {
        own = List.copyOf(own);
    }

    /** Who gets in. */
    sealed interface Entry {}

    /** Those of this node's own list. */
    record OwnUsers() implements Entry {}

    /**
     * Those whom guifi.net's directory knows below one of these.
     *
     * @param ids of proxies; their users
     */
    record Federated(List<Long> ids, Optional<String> bindDn) implements Entry {

        Federated {
            ids = List.copyOf(ids);
        }
    }
}
