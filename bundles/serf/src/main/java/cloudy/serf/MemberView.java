// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.serf.rpc.Coordinate;
import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.MemberEvent;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The members as the agent tells of them, and what they announce.
 *
 * <p>Filled by one reading of the whole list when the agent is reached, and from then on by its events: an update costs
 * what changed. When the agent is lost everything stays for a while, because one that is back has to find the others
 * first. Safe for use by many threads; sinks are called with the view locked, which they bear because they neither
 * block nor call back.
 */
final class MemberView {

    /** Members beyond are not kept: guifi.net has 35,000 nodes, and one in three is more than ever ran Cloudy. */
    private static final int MAX_MEMBERS = 12_000;

    private static final int MAX_FACTS = 2_048;
    private static final int MAX_SINKS = 4;

    private final String nodeId;
    private final Clock clock;
    private final Runnable changed;
    private final MemberNews news;
    private final Announcements announcements = new Announcements();
    private final Map<String, KnownMember> members = new HashMap<>();
    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
    private final List<Finder.Sink> sinks = new ArrayList<>();

    /** Members that nobody has told of since the agent was lost, or since the list is being read anew. */
    private Set<String> stale = new HashSet<>();

    private String ownName = "";

    /** One that nobody follows. */
    MemberView(String nodeId, Clock clock, Runnable changed) {
        this(nodeId, clock, changed, new MemberNews(List::of, () -> 0));
    }

    /**
     * An empty view.
     *
     * @param changed told, with the view locked, that somebody came, went or changed; must not block
     * @param news told who, likewise
     */
    MemberView(String nodeId, Clock clock, Runnable changed, MemberNews news) {
        this.nodeId = nodeId;
        this.clock = clock;
        this.changed = changed;
        this.news = news;
    }

    /** Says which member is this node: it announces nothing here, since what is our own is known anyway. */
    synchronized void own(String name) {
        if (!name.equals(ownName)) {
            ownName = name;
            Optional.ofNullable(members.get(name)).ifPresent(member -> silence(member, clock.instant()));
        }
    }

    synchronized void find(Finder.Sink sink) {
        if (sinks.size() == MAX_SINKS) {
            sinks.remove(0);
        }
        sinks.add(sink);
        members.values().forEach(member -> member.announcements().forEach(sink::heard));
    }

    /**
     * Doubts everybody, since the list is going to be told anew.
     *
     * @return drops those whom nobody has {@link #told} of since; nobody, when all have been doubted once more by then
     */
    synchronized Runnable doubt() {
        var doubted = new HashSet<>(members.keySet());
        stale = doubted;
        return () -> sweep(doubted);
    }

    private synchronized void sweep(Set<String> doubted) {
        if (stale != doubted) {
            return;
        }
        stale = new HashSet<>();
        doubted.forEach(this::remove);
        if (!doubted.isEmpty()) {
            changed.run();
        }
    }

    /** Takes over what the agent says of a member. */
    synchronized void told(Member told) {
        status(told.status()).ifPresentOrElse(status -> put(told, status), () -> {});
    }

    /** Takes over what happened to a member. */
    synchronized void told(MemberEvent event) {
        switch (event.kind()) {
            case "member-join", "member-update" -> put(event.member(), Status.ALIVE);
            case "member-leave" -> put(event.member(), Status.LEFT);
            case "member-failed" -> put(event.member(), Status.FAILED);
            case "member-reap" -> {
                remove(event.member().name());
                changed.run();
            }
            default -> {}
        }
    }

    private void put(Member told, Status status) {
        KnownMember known = members.get(told.name());
        if (told.address().isEmpty() || told.name().isBlank() || (known == null && members.size() >= MAX_MEMBERS)) {
            return;
        }
        stale.remove(told.name());
        Instant now = clock.instant();
        InetAddress address =
                known != null && known.address().equals(told.address().get())
                        ? known.address()
                        : told.address().get();
        Optional<String> id = known != null ? known.nodeId() : ClusterName.nodeId(told.name());
        Optional<Duration> distance = known == null ? Optional.empty() : known.distance();
        boolean speaks = status == Status.ALIVE && !told.name().equals(ownName) && !id.equals(Optional.of(nodeId));
        Announcements.Result services =
                speaks ? announcements.of(told, id, address, distance, now) : new Announcements.Result(List.of(), 0);
        List<Announcement> before = known == null ? List.of() : known.announcements();
        var fresh = new KnownMember(
                told.name(),
                id,
                address,
                told.port(),
                status,
                facts(told.tags()),
                spread(before, services.list()),
                services.bad(),
                now,
                known == null ? Instant.MIN : known.measured(),
                known == null ? Optional.empty() : known.coordinate(),
                distance);
        members.put(told.name(), fresh);
        count(known, fresh);
        if (known == null
                || known.status() != status
                || told.name().equals(ownName)
                || !known.address().equals(address)) {
            changed.run();
        }
        if (known == null || known.status() != status || !known.address().equals(address)) {
            news.tell(told.name(), status.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Tells the sinks what is different, and answers what is announced now: old objects where nothing is. */
    private List<Announcement> spread(List<Announcement> before, List<Announcement> after) {
        var byId = new HashMap<String, Announcement>();
        before.forEach(announcement -> byId.put(announcement.id(), announcement));
        var now = new ArrayList<Announcement>(after.size());
        for (Announcement announcement : after) {
            Announcement known = byId.remove(announcement.id());
            if (known == null) {
                heard(announcement);
                now.add(announcement);
            } else if (Announcements.same(known, announcement)) {
                now.add(known);
            } else {
                Announcement update =
                        announcement.copy().firstHeard(known.firstHeard()).build();
                heard(update);
                now.add(update);
            }
        }
        byId.keySet().forEach(id -> sinks.forEach(sink -> sink.gone(id)));
        return List.copyOf(now);
    }

    private void heard(Announcement announcement) {
        sinks.forEach(sink -> sink.heard(announcement));
    }

    private void silence(KnownMember member, Instant now) {
        members.put(member.name(), member.with(spread(member.announcements(), List.of()), now));
    }

    private void remove(String name) {
        KnownMember known = members.remove(name);
        stale.remove(name);
        if (known != null) {
            spread(known.announcements(), List.of());
            count(known, null);
            news.tell(name, MemberNews.GONE);
        }
    }

    private void count(KnownMember before, KnownMember after) {
        if (before != null) {
            counts.merge(before.status(), -1, Integer::sum);
        }
        if (after != null) {
            counts.merge(after.status(), 1, Integer::sum);
        }
    }

    private static Map<String, String> facts(Map<String, String> tags) {
        int[] used = new int[1];
        var facts = new HashMap<String, String>();
        tags.forEach((key, value) -> {
            used[0] += key.length() + value.length();
            if (!key.equals(ServicesTag.NAME) && used[0] <= MAX_FACTS) {
                facts.put(key, value);
            }
        });
        return Map.copyOf(facts);
    }

    private static Optional<Status> status(String word) {
        try {
            return Optional.of(Status.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Takes over how far away a member is; what it announces is heard again, since it must be there. */
    synchronized void measured(String name, Optional<Coordinate> coordinate, Optional<Duration> distance) {
        KnownMember known = members.get(name);
        if (known == null) {
            return;
        }
        Instant now = clock.instant();
        // A coordinate moves only when the member has answered a ping.
        boolean answered = !Objects.equals(known.coordinate(), coordinate);
        Optional<Duration> shown = isNews(known.distance(), distance) ? distance : known.distance();
        KnownMember measured = known.measured(coordinate, shown, now);
        if (answered && known.alive() && !known.announcements().isEmpty()) {
            List<Announcement> again = known.announcements().stream()
                    .map(announcement -> Announcements.again(announcement, shown, now))
                    .toList();
            again.forEach(this::heard);
            measured = measured.with(again, now);
        } else if (answered) {
            measured = measured.with(known.announcements(), now);
        }
        members.put(name, measured);
    }

    /** Estimates waver all the time; a change of a fifth, and of a millisecond, is one. */
    private static boolean isNews(Optional<Duration> before, Optional<Duration> now) {
        if (before.isEmpty() || now.isEmpty()) {
            return !before.equals(now);
        }
        long difference = Math.abs(now.get().toNanos() - before.get().toNanos());
        return difference > 1_000_000 && difference > before.get().toNanos() / 5;
    }

    synchronized int count(Status status) {
        return counts.getOrDefault(status, 0);
    }

    synchronized int size() {
        return members.size();
    }

    synchronized Optional<KnownMember> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** Whether any member but this node answers. */
    synchronized boolean hasCompany() {
        KnownMember own = members.get(ownName);
        long doubtful =
                stale.stream().map(members::get).filter(KnownMember::alive).count();
        return count(Status.ALIVE) - doubtful > (own != null && own.alive() && !stale.contains(ownName) ? 1 : 0);
    }

    /** The other members that pass; a snapshot. */
    synchronized List<KnownMember> others(Predicate<KnownMember> wanted) {
        return members.values().stream()
                .filter(member -> !member.name().equals(ownName))
                .filter(wanted)
                .toList();
    }

    synchronized List<KnownMember> all() {
        return List.copyOf(members.values());
    }

    synchronized String ownName() {
        return ownName;
    }
}
