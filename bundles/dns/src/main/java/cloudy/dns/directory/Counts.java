// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.util.concurrent.atomic.LongAdder;

/** What the server has done since it began. Safe for threads. */
final class Counts {

    final LongAdder udp = new LongAdder();
    final LongAdder tcp = new LongAdder();

    /** Answered with a fault, or not a query at all. */
    final LongAdder refused = new LongAdder();

    /** Not answered, or told to come by TCP, because their part of the network asked too much. */
    final LongAdder limited = new LongAdder();

    final LongAdder transfers = new LongAdder();
}
