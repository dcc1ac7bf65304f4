// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What two ways took that were measured in turn: the ratio of their medians, and how far chance may have moved it. */
final class Pairs {

    private static final int SAMPLES = 10_000;

    private final List<double[]> pairs = new ArrayList<>();

    void add(double ours, double theirs) {
        pairs.add(new double[] {ours, theirs});
    }

    int size() {
        return pairs.size();
    }

    double median(int side) {
        return median(pairs.stream().mapToDouble(pair -> pair[side]).toArray());
    }

    /** The smallest and the largest. */
    double[] range(int side) {
        double[] sorted =
                pairs.stream().mapToDouble(pair -> pair[side]).sorted().toArray();
        return new double[] {sorted[0], sorted[sorted.length - 1]};
    }

    double ratio() {
        return median(0) / median(1);
    }

    /** Where the ratio is with a probability of 95 %: pairs are drawn anew from those that were measured. */
    double[] interval() {
        var random = new Random(1);
        var ratios = new double[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            var ours = new double[pairs.size()];
            var theirs = new double[pairs.size()];
            for (int i = 0; i < ours.length; i++) {
                double[] drawn = pairs.get(random.nextInt(pairs.size()));
                ours[i] = drawn[0];
                theirs[i] = drawn[1];
            }
            ratios[sample] = median(ours) / median(theirs);
        }
        Arrays.sort(ratios);
        return new double[] {ratios[SAMPLES / 40], ratios[SAMPLES - 1 - SAMPLES / 40]};
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
