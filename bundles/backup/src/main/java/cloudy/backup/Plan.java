// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the node makes its backups: at a quiet hour of its own, so that not all nodes of a village stop a service in the same
 * minute. A night that was missed is waited for again, unless the last backup has become too old for that.
 *
 * @param length of time between two
 * @param hour the quiet one begins then, on this node's clock
 */
record Plan(Duration length, LocalTime hour, ZoneId zone) {

    /** Between the beginning of the quiet hour and its end. */
    private static final Duration HOUR = Duration.ofHours(1);

    /** Nights are not equally long, and a backup takes its time. */
    private static final Duration SLACK = Duration.ofHours(6);

    /** What has just started has other things to do. */
    private static final Duration SETTLING = Duration.ofMinutes(15);

    private static final int FIRST_MINUTE = 2 * 60;
    private static final int MINUTES = 3 * 60;

    static Plan of(Duration length, String node, ZoneId zone) {
        int minute = FIRST_MINUTE + Math.floorMod(node.hashCode(), MINUTES);
        return new Plan(length, LocalTime.of(minute / 60, minute % 60), zone);
    }

    /**
     * When the next one is made.
     *
     * @param started when the node did
     * @return a moment that is not before {@code now}; now itself when it is to begin
     */
    Instant next(History.Past past, Instant started, Instant now) {
        Optional<Instant> succeeded = past.succeeded().filter(at -> isPast(at, now));
        Optional<Instant> tried = past.tried().filter(at -> isPast(at, now));
        Instant earliest = Stream.of(
                        Optional.of(now),
                        Optional.of(started.plus(SETTLING)),
                        succeeded.map(at -> at.plus(length).minus(SLACK)),
                        // Not twice in a night, also when it failed, or the node ended meanwhile.
                        tried.map(at -> at.plus(SLACK)))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .get();
        Instant night = quiet(earliest);
        boolean triedSince = tried.isPresent()
                && succeeded.map(at -> tried.get().isAfter(at)).orElse(true);
        Optional<Instant> tooOld =
                succeeded.or(past::since).map(at -> at.plus(length).plus(length.dividedBy(2)));
        if (!triedSince && tooOld.filter(night::isAfter).isPresent()) {
            return tooOld.get().isAfter(earliest) ? tooOld.get() : earliest;
        }
        return night;
    }

    /** A clock that was wrong has left moments that are still to come. */
    private static boolean isPast(Instant at, Instant now) {
        return at.isBefore(now.plus(HOUR));
    }

    /** The first moment of a quiet hour from one on. */
    private Instant quiet(Instant from) {
        LocalDate day = from.minus(HOUR).atZone(zone).toLocalDate();
        while (true) {
            Instant begins = day.atTime(hour).atZone(zone).toInstant();
            if (begins.plus(HOUR).isAfter(from)) {
                return begins.isAfter(from) ? begins : from;
            }
            day = day.plusDays(1);
        }
    }
}
