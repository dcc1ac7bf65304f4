// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Version;

/** What stands in the catalogue now. */
final class Shelves {

    private static final String PREFIX = "cloudy-";

    /**
     * What is in the archive for bundles of others that need it: whoever asks for it by name gets it, but nobody who looks
     * for a service is shown it before it is there.
     */
    private static final Set<String> ALSO = Set.of("eventadmin");

    /** What every service stands on: nothing to choose. */
    private static final Set<String> NEVER = Set.of("cloudy-api", "cloudy-http", "cloudy-framework");

    /** Said after a start without the cache, which may take a small board a while. */
    private static final Texts COMING = Texts.of("s'està instal·lant", "se está instalando", "is being installed");

    private final Provisioner provisioner;
    private final Store store;
    private final WishFile file;
    private final Function<String, Optional<Texts>> reasons;
    private final Titles titles = new Titles();

    /**
     * A repository that was added.
     *
     * @param sha256 of its file; empty while it is not here
     * @param wished false where it is there only because something of it is installed
     * @param installed names of its features that are
     */
    record Added(
            String name,
            Source source,
            Optional<String> sha256,
            boolean wished,
            List<String> features,
            List<String> installed,
            Optional<Texts> reason) {}

    Shelves(Provisioner provisioner, Store store, WishFile file, Function<String, Optional<Texts>> reasons) {
        this.provisioner = provisioner;
        this.store = store;
        this.file = file;
        this.reasons = reasons;
    }

    /** What people choose from, and all that is there, in the order of their ids. */
    List<Entry> entries() throws Exception {
        return all().stream()
                .filter(entry -> !ALSO.contains(entry.id())
                        || entry.wished()
                        || entry.installed().isPresent())
                .toList();
    }

    /** All, in the order of their ids; of several versions the newest. */
    private List<Entry> all() throws Exception {
        Map<URI, Stored> stored = store.all().stream().collect(Collectors.toMap(Stored::features, each -> each));
        Map<String, Version> installed = provisioner.installed();
        Set<String> wished = file.read().features();
        var newest = new TreeMap<String, Provisioner.Known>();
        for (Provisioner.Known feature : provisioner.known()) {
            if (isShown(feature, stored)) {
                newest.merge(
                        feature.name(),
                        feature,
                        (one, other) -> one.version().compareTo(other.version()) < 0 ? other : one);
            }
        }
        return newest.values().stream()
                .map(feature -> entry(
                        feature,
                        Optional.ofNullable(stored.get(feature.repository())),
                        Optional.ofNullable(installed.get(feature.name())),
                        wished.contains(feature.name())))
                .toList();
    }

    Optional<Entry> find(String id) throws Exception {
        return all().stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    private boolean isShown(Provisioner.Known feature, Map<URI, Stored> stored) {
        if (provisioner.isBoot(feature.name()) || feature.hidden() || NEVER.contains(feature.name())) {
            return false;
        }
        return stored.containsKey(feature.repository())
                || feature.name().startsWith(PREFIX)
                || ALSO.contains(feature.name());
    }

    private Entry entry(
            Provisioner.Known feature, Optional<Stored> stored, Optional<Version> installed, boolean wished) {
        Optional<RepositoryFile.Offered> offered = stored.flatMap(each -> each.file().features().stream()
                .filter(one -> one.name().equals(feature.name()))
                .findFirst());
        List<Entry.Piece> pieces = offered.isPresent()
                ? offered.get().bundles().stream()
                        .map(item -> new Entry.Piece(item.location().toString(), Optional.of(item.sha256())))
                        .toList()
                : feature.bundles().stream()
                        .map(location -> new Entry.Piece(location, Optional.empty()))
                        .toList();
        var lines = new ArrayList<String>();
        lines.add(stored.map(each -> each.source().toString()).orElse(Entry.OURS));
        lines.add(feature.name() + ' ' + feature.version());
        pieces.forEach(piece -> lines.add(piece.toString()));
        return new Entry(
                feature.name(),
                offered.map(Shelves::text).orElseGet(() -> titles.of(feature)),
                feature.version(),
                installed,
                wished,
                stored.map(each -> each.file().name()).orElse(Entry.OURS),
                feature.needs(),
                pieces,
                Hash.of(String.join("\n", lines)),
                reasons.apply(feature.name())
                        .or(() -> wished && installed.isEmpty() ? Optional.of(COMING) : Optional.empty()));
    }

    private static Titles.Text text(RepositoryFile.Offered feature) {
        return new Titles.Text(Texts.of(feature.title()), Texts.of(feature.description()), feature.category());
    }

    /** The repositories, in the order of their names: those that are wished, and those that are still used. */
    List<Added> added() throws Exception {
        Map<String, Version> installed = provisioner.installed();
        Wish wish = file.read();
        var known = new HashSet<Source>();
        var added = new ArrayList<Added>();
        for (Stored stored : store.all()) {
            boolean wished = wish.repositories().contains(stored.source()) && store.isLast(stored);
            known.add(stored.source());
            List<String> names = stored.file().features().stream()
                    .map(RepositoryFile.Offered::name)
                    .toList();
            List<String> there = stored.file().features().stream()
                    .filter(feature -> feature.version().equals(installed.get(feature.name())))
                    .map(RepositoryFile.Offered::name)
                    .toList();
            added.add(new Added(
                    stored.file().name(),
                    stored.source(),
                    Optional.of(stored.sha256()),
                    wished,
                    names,
                    there,
                    reasons.apply(stored.source().address().toString())));
        }
        for (Source source : wish.repositories()) {
            if (!known.contains(source)) {
                // Not fetched so far, so nobody knows what it calls itself.
                String name = Hash.of(source.toString()).substring(0, 12);
                added.add(new Added(
                        name,
                        source,
                        source.pin() instanceof Pin.Content pinned ? Optional.of(pinned.sha256()) : Optional.empty(),
                        true,
                        List.of(),
                        List.of(),
                        reasons.apply(source.address().toString())));
            }
        }
        added.sort(Comparator.comparing(Added::name)
                .thenComparing(each -> each.source().toString()));
        return added;
    }
}
