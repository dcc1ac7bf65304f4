// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.time.Duration;
import java.time.Instant;

/**
 * A browser that is signed in.
 *
 * @param id names it in lists; opens nothing
 * @param hash of what its cookie holds
 * @param userId whose it is
 * @param epoch of that user when he signed in
 * @param address where he signed in from
 * @param device what the browser calls itself
 */
record BrowserSession(
        String id,
        String hash,
        String userId,
        long epoch,
        String address,
        String device,
        Instant created,
        Instant lastUsed) {

    /** Begun now at the latest: one that was opened while the clock was ahead would otherwise end years too late. */
    BrowserSession used(Instant now) {
        Instant begun = created.isAfter(now) ? now : created;
        return new BrowserSession(id, hash, userId, epoch, address, device, begun, now);
    }

    boolean isOver(Limits limits, Instant now) {
        return Duration.between(lastUsed, now).compareTo(limits.idle()) > 0
                || Duration.between(created, now).compareTo(limits.session()) > 0;
    }
}
