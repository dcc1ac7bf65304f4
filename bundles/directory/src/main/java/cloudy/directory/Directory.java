// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.Text;
import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The directory: what was heard, bounded and indexed.
 *
 * <p>One lock guards it. It is held for microseconds by a change and for milliseconds by the largest search, and never
 * while code of others runs.
 */
@Component(service = {ServiceDirectory.class, Directory.class})
public final class Directory implements ServiceDirectory {

    /** As {@link Announcement} cuts ids. */
    private static final int MAX_ID = 256;

    private static final int KEY_DIGITS = 16;

    /** Entries that one hold of the lock may remove. */
    private static final int AT_ONCE = 100;

    private final Room room;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Index index = new Index();
    private final Shares shares = new Shares();
    private final Watches watches = new Watches(this::snapshot);
    private final AtomicLong sources = new AtomicLong();
    private final Places places = new Places();
    private final Keys keys = new Keys();
    private long bytes;
    private int count;
    private volatile int size;
    private final AtomicLong revision = new AtomicLong();
    private volatile Runnable listener = () -> {};

    public Directory() {
        this(Room.in(Runtime.getRuntime().maxMemory()));
    }

    Directory(Room room) {
        this.room = room;
    }

    @Deactivate
    void close() {
        watches.close();
    }

    @Override
    public List<Announcement> search(Query query) {
        return new Found(find(Filter.of(query), query.limit()));
    }

    @Override
    public Optional<Announcement> find(String key) {
        return entry(key).map(Entry::announcement);
    }

    /** What a key names, as it is kept. */
    Optional<Entry> entry(String key) {
        if (key.length() != KEY_DIGITS) {
            return Optional.empty();
        }
        long number;
        try {
            number = HexFormat.fromHexDigitsToLong(key);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        lock.readLock().lock();
        try {
            return keys.get(number).map(entry -> entry.shown);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public Watch watch(Query query, Consumer<List<Change>> watcher) {
        return watches.add(Filter.of(query), watcher);
    }

    /** Has somebody told of every change, with the lock held: must neither block nor call back. */
    void onChange(Runnable told) {
        listener = told;
    }

    /** Everything that a query finds, in the order of a search. */
    List<Entry> entries(Query query) {
        return find(Filter.of(query), Query.MAX);
    }

    /** How many there are of each type, by type as one of them spells it. */
    Map<String, Integer> types() {
        lock.readLock().lock();
        try {
            return index.types();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Begins to listen to a finder. */
    Source open() {
        return new Source(sources.incrementAndGet());
    }

    /** Where the finder puts what it hears, until {@link #close(Source)}. */
    Finder.Sink sink(Source source) {
        return new Finder.Sink() {
            @Override
            public boolean heard(Announcement announcement) {
                return Directory.this.heard(source, announcement);
            }

            @Override
            public void gone(String id) {
                Directory.this.gone(source, id);
            }
        };
    }

    /** Forgets all that a finder heard; the others are not kept waiting until the last is gone. */
    void close(Source source) {
        boolean more;
        do {
            lock.writeLock().lock();
            try {
                source.gone = true;
                source.entries.values().stream().limit(AT_ONCE).toList().forEach(this::forget);
                more = !source.entries.isEmpty();
            } finally {
                lock.writeLock().unlock();
            }
        } while (more);
    }

    private boolean heard(Source source, Announcement announcement) {
        Entry heard = Entry.of(source, announcement);
        boolean welcome = heard.own() || isReachable(announcement.address());
        lock.writeLock().lock();
        try {
            if (source.gone) {
                return false;
            }
            Entry before = source.entries.get(heard.id);
            if (before != null && before.saysTheSameAs(heard)) {
                before.heardAgain(heard);
                before.shown.heardAgain(heard);
                return true;
            }
            if (before != null) {
                drop(before);
                heard = heard.knownSince(before, announcement);
            }
            boolean kept = welcome && makeRoom(heard);
            if (kept) {
                take(heard);
            }
            replace(Optional.ofNullable(before), kept ? Optional.of(heard) : Optional.empty());
            return kept;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void gone(Source source, String id) {
        lock.writeLock().lock();
        try {
            Entry entry = source.entries.get(Text.clean(id, MAX_ID));
            if (entry != null) {
                forget(entry);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private List<Entry> find(Filter filter, int limit) {
        lock.readLock().lock();
        try {
            return index.find(filter, limit);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** What a filter finds now; nothing changes before {@code then} has run. */
    private List<Entry> snapshot(Filter filter, Runnable then) {
        lock.readLock().lock();
        try {
            List<Entry> found = find(filter, Query.MAX);
            then.run();
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    private boolean makeRoom(Entry entry) {
        if (entry.own()) {
            return true;
        }
        if (!shares.allow(entry)) {
            return false;
        }
        while (count + 1 > room.entries() || bytes + entry.weight() > room.bytes()) {
            Optional<Entry> victim = shares.victim(entry);
            if (victim.isEmpty()) {
                return false;
            }
            forget(victim.get());
        }
        return true;
    }

    private void forget(Entry entry) {
        drop(entry);
        replace(Optional.of(entry), Optional.empty());
    }

    /** Counts an entry in. */
    private void take(Entry entry) {
        entry.source.entries.put(entry.id, entry);
        if (!entry.own()) {
            shares.add(entry);
        }
        bytes += entry.weight();
        count++;
    }

    /** Counts an entry out; searches find it until it is replaced. */
    private void drop(Entry entry) {
        entry.source.entries.remove(entry.id);
        if (!entry.own()) {
            shares.remove(entry);
        }
        bytes -= entry.weight();
        count--;
    }

    /** Puts one entry in the place of another, and tells of what that changes for those who search. */
    private void replace(Optional<Entry> before, Optional<Entry> after) {
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        Set<Entry> old = new LinkedHashSet<>();
        before.ifPresent(entry -> places.at(entry).forEach(part -> old.add(part.shown)));
        after.ifPresent(entry -> places.at(entry).forEach(part -> old.add(part.shown)));
        before.ifPresent(entry -> {
            places.remove(entry);
            keys.remove(entry);
        });
        after.ifPresent(entry -> {
            places.add(entry);
            keys.put(entry);
        });
        Set<Entry> now = new LinkedHashSet<>();
        before.ifPresent(entry -> now.addAll(shown(places.at(entry), old)));
        after.filter(entry -> before.isEmpty() || entry.comparePlace(before.get()) != 0)
                .ifPresent(entry -> now.addAll(shown(places.at(entry), old)));
        old.removeIf(now::remove);
        old.forEach(index::remove);
        now.forEach(index::add);
        for (Entry entry : old) {
            Optional<Entry> next = now.stream().filter(entry::isSameAs).findFirst();
            next.ifPresent(now::remove);
            changed(entry, next.orElse(null));
        }
        now.forEach(entry -> changed(null, entry));
    }

    /** What searches find of the entries of a place; old objects where nothing is different. */
    private static List<Entry> shown(List<Entry> place, Set<Entry> old) {
        List<Entry> shown = new ArrayList<>(1);
        for (List<Entry> service : Merge.services(place)) {
            Entry fresh = Entry.merged(service);
            Entry entry = service.size() == 1
                    ? fresh
                    : old.stream()
                            .filter(known -> known.isSameAs(fresh) && known.saysTheSameAs(fresh))
                            .findFirst()
                            .orElse(fresh);
            entry.heardAgain(fresh);
            service.forEach(part -> part.shown = entry);
            shown.add(entry);
        }
        return shown;
    }

    private void changed(Entry before, Entry after) {
        size = index.size();
        revision.incrementAndGet();
        watches.changed(Optional.ofNullable(before), Optional.ofNullable(after));
        listener.run();
    }

    /** What strangers announce may not point a neighbour to itself, nor to everyone. */
    private static boolean isReachable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !isReserved(address.getAddress());
    }

    /** 0.0.0.0/8, "this network", and 240.0.0.0/4, which ends with the broadcast address. */
    private static boolean isReserved(byte[] address) {
        return address.length == 4 && (address[0] == 0 || Byte.toUnsignedInt(address[0]) >= 240);
    }
}
