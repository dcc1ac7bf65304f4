// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

/** A name on its way onto one link, and there. Mutable, its responder's alone. */
final class Claim {

    private Entry entry;
    private boolean announced;
    private boolean told;
    private Object round = new Object();

    Claim(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /** Whether the neighbours were told and nobody objected. */
    boolean isAnnounced() {
        return announced;
    }

    /** Whether the neighbours were ever told, so that they must be told that it is over. */
    boolean wasTold() {
        return told;
    }

    /** Says other things of the same name. */
    void become(Entry other) {
        entry = other;
    }

    /** Begins to ask for the name, or to tell of it; what was under way before is void. */
    Object begin(boolean tell) {
        announced = tell;
        told |= tell;
        round = new Object();
        return round;
    }

    /** Whether this is still what is under way. */
    boolean isAt(Object begun) {
        return round == begun;
    }
}
