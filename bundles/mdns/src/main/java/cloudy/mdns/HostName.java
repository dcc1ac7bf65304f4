// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Name;

/** How a host's name is shown. */
final class HostName {

    private static final Name CLOUDY = Name.of(Plan.DOMAIN);

    private HostName() {}

    /** The node's name where the host is a Cloudy node's or lies below one, else the whole name. */
    static String shown(Name host) {
        int extra = host.labels().size() - CLOUDY.labels().size();
        return extra > 0 && host.isWithin(CLOUDY) ? host.labels().get(extra - 1) : host.toString();
    }
}
