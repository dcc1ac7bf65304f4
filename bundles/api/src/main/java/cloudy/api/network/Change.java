// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One step in the life of what a query finds.
 *
 * @param announcement as it is now, or as it was last when it is gone; empty for a reset only
 */
public record Change(Kind kind, Optional<Announcement> announcement) {

    /** What happened. */
    public enum Kind {
        /** An announcement is found that was not before. */
        APPEARED,
        /** An announcement came again with other values. Having been heard again alone is not a change. */
        UPDATED,
        /** An announcement is not found any more. */
        GONE,
        /** Changes were lost: forget everything, what is found now follows. */
        RESET
    }

    public Change {
        requireNonNull(kind);
        requireNonNull(announcement);
    }

    /** Something happened to an announcement. */
    public static Change of(Kind kind, Announcement announcement) {
        return new Change(kind, Optional.of(announcement));
    }

    /** What follows starts from nothing. */
    public static Change reset() {
        return new Change(Kind.RESET, Optional.empty());
    }
}
