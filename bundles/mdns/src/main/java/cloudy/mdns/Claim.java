// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

/** A name on its way onto one link, and there. Mutable, its responder's alone. */
final class Claim {

    /** How often a name that was ours is asked for again before it is given up. */
    private static final int DEFENCES = 3;

    /** How often to wait for somebody who asks for the same name and never says that it has it. */
    private static final int DEFERRALS = 5;

    private Entry entry;
    private boolean wanted = true;
    private boolean announced;
    private boolean told;
    private boolean asked;
    private int defences;
    private int deferrals;
    private Object round = new Object();

    Claim(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /** Takes over whether it is still to be announced. */
    void want(boolean now) {
        wanted = now;
    }

    /** Whether it is to be announced; or else, once nobody objected to it, taken back. */
    boolean isWanted() {
        return wanted;
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
        asked = false;
        defences = tell ? 0 : defences;
        deferrals = tell ? 0 : deferrals;
        round = new Object();
        return round;
    }

    /** Everyone is being asked whether the name is theirs. */
    void ask() {
        asked = true;
    }

    /** Whether this was ours a moment ago, and nobody was asked yet whether it still is. */
    boolean isUnasked() {
        return told && !announced && !asked;
    }

    /**
     * Whether to ask once more for what was ours; counts as having done so. Who has the name says so each time, and who
     * only shouts once or for a moment does not get it.
     */
    boolean defends() {
        return told && ++defences < DEFENCES;
    }

    /** Whether this is still what is under way. */
    boolean isAt(Object begun) {
        return round == begun;
    }

    /** Whether to let somebody who asks for the name at the same time have it; counts as having done so. */
    boolean defers() {
        return asked && ++deferrals <= DEFERRALS;
    }
}
