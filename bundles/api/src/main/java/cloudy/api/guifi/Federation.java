// SPDX-License-Identifier: Apache-2.0
package cloudy.api.guifi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The proxies whose users may pass here, and how this one stands among them; from
 * {@code <base>/guifi/export/<service>/federation}.
 *
 * @param own this node's proxy; service 0 and {@link Way#PRIVATE} when guifi.net does not know it
 * @param peers the others, each once, without the own one
 */
public record Federation(Member own, List<Member> peers) {

    /** Who passes where. */
    public enum Way {
        /** Own users, here only. */
        PRIVATE,
        /** Others' users pass here. */
        IN,
        /** Own users pass at others'. */
        OUT,
        /** Both. */
        INOUT;

        /** Whether the users of peers may pass at one that stands so. */
        public boolean takesOthers() {
            return this == IN || this == INOUT;
        }

        /** Whether the users of one that stands so may pass at others. */
        public boolean sendsItsOwn() {
            return this == OUT || this == INOUT;
        }
    }

    /**
     * A proxy.
     *
     * @param service its id at guifi.net, which is the {@code ou} of its users; not negative
     */
    public record Member(long service, Way way) {

        public Member {
            if (service < 0) {
                throw new IllegalArgumentException("no service has the id " + service);
            }
            requireNonNull(way);
        }
    }

    public Federation {
        requireNonNull(own);
        peers = List.copyOf(peers);
    }
}
