// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.access.Caller;
import cloudy.api.job.Jobs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a job told of itself, kept; nobody cancels it. Safe for use by many threads. */
public final class Told implements Jobs.Progress {

    private final Caller by;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Map<String, String> results = new ConcurrentSkipListMap<>();
    private volatile int percent;

    /** A job that the node itself wants. */
    public Told() {
        this(Caller.node());
    }

    /** A job that somebody wants. */
    public Told(Caller by) {
        this.by = by;
    }

    /** Its steps, in English, and its lines, in their order. */
    public List<String> said() {
        return said;
    }

    /** What came of it. */
    public Map<String, String> results() {
        return results;
    }

    /** How much it said was done, at last. */
    public int percent() {
        return percent;
    }

    @Override
    public Caller by() {
        return by;
    }

    @Override
    public void step(String words) {
        said.add(words);
    }

    @Override
    public void percent(int done) {
        percent = done;
    }

    @Override
    public void log(String line) {
        said.add(line);
    }

    @Override
    public void result(String key, String value) {
        results.put(key, value);
    }

    @Override
    public boolean cancelled() {
        return false;
    }
}
