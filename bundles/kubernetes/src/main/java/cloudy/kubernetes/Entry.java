// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Offer;
import cloudy.api.form.Texts;
import java.util.List;

/**
 * What becomes of one Service or Ingress.
 *
 * @param uid that the cluster gave it
 * @param why what keeps it from being published; empty where nothing does
 * @param offers what is to be announced; none unless it is published
 */
record Entry(
        String cluster,
        String kind,
        String namespace,
        String name,
        String uid,
        State state,
        Texts why,
        List<Offer> offers) {

    enum State {
        /** It is, or will be in a moment. */
        PUBLISHED,
        /** It will be as soon as what it lacks is there. */
        WAITING,
        /** It is wished, and cannot be. */
        REFUSED,
        /** Nobody wished it. */
        UNWISHED
    }

    /** This entry without any offer. */
    Entry waiting(Texts reason) {
        return new Entry(cluster, kind, namespace, name, uid, State.WAITING, reason, List.of());
    }

    /** This entry with fewer offers. */
    Entry offering(List<Offer> some) {
        return new Entry(cluster, kind, namespace, name, uid, state, why, some);
    }
}
