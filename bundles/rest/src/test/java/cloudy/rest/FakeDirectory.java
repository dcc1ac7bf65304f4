// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Announcements as a test puts them. */
public final class FakeDirectory implements ServiceDirectory {

    public final List<Announcement> known = new ArrayList<>();
    public final List<Consumer<List<Change>>> watchers = new ArrayList<>();
    public long revision;

    public void change() {
        revision++;
        sayAgain();
    }

    public void sayAgain() {
        List.copyOf(watchers).forEach(watcher -> watcher.accept(List.of(Change.reset())));
    }

    @Override
    public List<Announcement> search(Query query) {
        return known.stream()
                .filter(one -> query.carrier().map(one.carrier()::equals).orElse(true))
                .limit(query.limit())
                .toList();
    }

    @Override
    public int size() {
        return known.size();
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public Watch watch(Query query, Consumer<List<Change>> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
