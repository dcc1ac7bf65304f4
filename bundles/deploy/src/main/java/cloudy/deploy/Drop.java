// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

/** What is known of one jar in the folder. Used by the follower's thread only. */
final class Drop {

    enum Content {
        /** To be looked at. */
        NEW,
        /** Looks as if it was being copied: to be looked at again at {@link #lookAt}. */
        UNFINISHED,
        /** Not taken; what was installed under this name before stays. */
        REFUSED,
        /** Not trusted: what was installed under this name before is not started either. */
        DENIED,
        /** To be installed as soon as nothing is in its way. */
        CHECKED,
        INSTALLED
    }

    enum Run {
        /** To be started as soon as nothing is in its way. */
        WAITING,
        RUNNING,
        /** Its start has not come back. */
        HANGING,
        /** Not tried again before its content changes. */
        FAILED
    }

    final String name;
    Content content = Content.NEW;
    Run run = Run.WAITING;
    Glance glance;
    long changedAt;
    long lookAt;
    String sha256 = "";

    /** Once is enough: a refresh is an event, and every event leads to another try. */
    boolean hostRefreshed;

    Description description;

    Drop(String name) {
        this.name = name;
    }

    /** The file is not what it was a moment ago. */
    void changed(Glance now, long nanoTime, Limits limits) {
        glance = now;
        changedAt = nanoTime;
        if (content == Content.UNFINISHED) {
            lookAt = nanoTime + limits.quiet().toNanos();
        } else {
            content = Content.NEW;
        }
    }
}
