// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.time.Duration;

/** What a service's entry needs of the registry around it. */
interface Rounds {

    Loop loop();

    CheckThreads threads();

    /** How long to wait for the next round: never twice the same, so that rounds do not bunch. */
    Duration interval();

    /** Who and where this node is now. */
    Self self();

    /** Something about an entry is not as it was. */
    void changed();

    /** An entry has come to its end. */
    void forget(LocalEntry entry);
}
