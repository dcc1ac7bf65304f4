// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What took how long, several times: median, minimum and maximum. */
final class Times {

    private final String what;
    private final List<Double> seconds = new ArrayList<>();

    Times(String what) {
        this.what = what;
    }

    /** It took so long, from this moment until now. */
    void since(long began) {
        took((System.nanoTime() - began) / 1e9);
    }

    void took(double time) {
        seconds.add(time);
    }

    @Override
    public String toString() {
        List<Double> sorted = seconds.stream().sorted().toList();
        return sorted.isEmpty()
                ? what + ": never"
                : String.format(
                        Locale.ROOT,
                        "%s: median %.2f s, %.2f to %.2f s of %d",
                        what,
                        sorted.get(sorted.size() / 2),
                        sorted.get(0),
                        sorted.get(sorted.size() - 1),
                        sorted.size());
    }
}
