// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.Offer;
import java.net.InetAddress;
import java.util.Optional;

/** Who and where this node is, at one moment. */
record Self(Optional<String> id, String name, Optional<InetAddress> lan, Optional<InetAddress> community) {

    /** Before anybody knows. */
    static final Self UNKNOWN = new Self(Optional.empty(), "", Optional.empty(), Optional.empty());

    static Self of(Node node) {
        return new Self(
                Optional.of(node.id()), node.name(), node.address(Audience.LAN), node.address(Audience.COMMUNITY));
    }

    /** Where neighbours would connect to for an offer; the loopback address while this node has no other. */
    InetAddress addressOf(Offer offer) {
        return offer.address()
                .or(() -> offer.audience() == Audience.COMMUNITY ? community : lan)
                .or(() -> lan)
                .or(() -> community)
                .orElseGet(InetAddress::getLoopbackAddress);
    }
}
