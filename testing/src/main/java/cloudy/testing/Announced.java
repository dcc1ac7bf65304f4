// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.util.List;
import java.util.function.Consumer;

/**
 * A directory of these announcements, of which nobody is told that they change: who asks gets the first ones, whatever
 * is asked for.
 */
public record Announced(List<Announcement> all) implements ServiceDirectory {

    /** A directory of these announcements. */
    public static Announced of(Announcement... all) {
        return new Announced(List.of(all));
    }

    @Override
    public List<Announcement> search(Query query) {
        return all.stream().limit(query.limit()).toList();
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public long revision() {
        return 0;
    }

    @Override
    public Watch watch(Query query, Consumer<List<Change>> watcher) {
        return () -> {};
    }
}
