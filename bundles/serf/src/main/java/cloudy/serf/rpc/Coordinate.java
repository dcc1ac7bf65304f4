// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A place in the network: the distance of two places estimates the round-trip time between them (Vivaldi, with height
 * and adjustment as Serf computes them). All in seconds.
 */
public record Coordinate(List<Double> position, double height, double adjustment) {

    /** Longer than any round trip on earth: what is beyond is a faulty or hostile coordinate. */
    private static final double LONGEST = 60;

    public Coordinate {
        position = List.copyOf(position);
    }

    /** The estimate; empty when the places cannot be compared. Coordinates of strangers have been NaN (serf#468). */
    public Optional<Duration> distanceTo(Coordinate other) {
        if (position.size() != other.position.size()) {
            return Optional.empty();
        }
        double square = 0;
        for (int i = 0; i < position.size(); i++) {
            double difference = position.get(i) - other.position.get(i);
            square += difference * difference;
        }
        double plain = Math.sqrt(square) + height + other.height;
        double adjusted = plain + adjustment + other.adjustment;
        double seconds = adjusted > 0 ? adjusted : plain;
        return seconds >= 0 && seconds < LONGEST
                ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)))
                : Optional.empty();
    }
}
