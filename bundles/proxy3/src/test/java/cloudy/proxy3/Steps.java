// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.job.Jobs;
import java.util.ArrayList;
import java.util.List;

/** A job's progress, kept. */
final class Steps implements Jobs.Progress {

    final List<String> said = new ArrayList<>();

    @Override
    public void step(String words) {
        said.add(words);
    }

    @Override
    public void percent(int done) {
        // Of no interest.
    }

    @Override
    public void log(String line) {
        said.add(line);
    }

    @Override
    public void result(String key, String value) {
        said.add(key + '=' + value);
    }

    @Override
    public boolean cancelled() {
        return false;
    }
}
