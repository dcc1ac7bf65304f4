// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import static java.util.Objects.requireNonNull;

import cloudy.api.Offer;

/**
 * An offer that a carrier is asked to announce.
 *
 * @param id the same for as long as the offer lives, over changes of its values: the service's id and the offer's key
 */
public record Wanted(String id, Offer offer) {

    public Wanted {
        requireNonNull(id);
        requireNonNull(offer);
    }
}
