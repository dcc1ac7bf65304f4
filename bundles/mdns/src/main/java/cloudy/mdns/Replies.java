// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.MessageWriter;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.Resource;
import cloudy.mdns.wire.Resource.Fact;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Answers questions on one link (RFC 6762, 6 and 7), and no more often than the RFC allows whatever is asked. */
final class Replies {

    /** The least and most to wait before an answer that others may have too, in ms. */
    private static final int SHARED_DELAY = 20;

    private static final int SHARED_SPREAD = 100;

    /** How long to wait for the rest of a question whose known answers did not fit. */
    private static final int TRUNCATED_DELAY = 400;

    /** A record is not sent to everyone more often than this; nor, to one who probes for its name, than that. */
    private static final int PAUSE = 1_000;

    private static final int PROBE_PAUSE = 250;

    /** Seconds that a resolver which is not one of mDNS may keep an answer. */
    private static final int LEGACY_TTL = 10;

    /** Answers to a single asker in one second: the address of a packet proves nothing, and answers are larger. */
    private static final int UNICASTS = 20;

    /** Which addresses are on this link, and which port says mDNS there. */
    record Reach(int port, Predicate<InetAddress> onLink) {}

    private record Pending(Resource record, long due, InetAddress asker, boolean onlyAsker) {}

    private final Schedule schedule;
    private final Wire wire;
    private final RandomGenerator random;
    private final Reach reach;
    private Map<Name, List<Resource>> known = Map.of();
    private final Map<Fact, Long> said = new HashMap<>();
    private final Map<Fact, Pending> pending = new LinkedHashMap<>();
    private Optional<Schedule.Task> next = Optional.empty();
    private long unicastsSince;
    private int unicasts;

    Replies(Schedule schedule, Wire wire, RandomGenerator random, Reach reach) {
        this.schedule = schedule;
        this.wire = wire;
        this.random = random;
        this.reach = reach;
    }

    /** Takes over what can be answered. */
    void know(Collection<Resource> records) {
        // All services of a type say that it exists.
        known = records.stream().distinct().collect(Collectors.groupingBy(Resource::name));
        Set<Fact> facts = records.stream().map(Resource::fact).collect(Collectors.toSet());
        said.keySet().retainAll(facts);
        pending.keySet().retainAll(facts);
    }

    /** Everyone was told all of this just now. */
    void said(Entry entry) {
        entry.records().forEach(record -> said.put(record.fact(), schedule.now()));
    }

    /** Whether it is long enough since everyone was told. */
    boolean maySay(Entry entry) {
        return entry.unique().stream().allMatch(record -> isRested(record, PAUSE));
    }

    /** Answers what can be answered. */
    void asked(Message query, InetSocketAddress from) {
        if (query.questions().isEmpty()) {
            query.answers().forEach(record -> knows(from.getAddress(), record));
            return;
        }
        boolean legacy = from.getPort() != reach.port();
        boolean wished = legacy || query.questions().stream().anyMatch(Question::unicast);
        boolean mayAlone = wished && mayAnswerAlone(from.getAddress());
        if (legacy && !mayAlone) {
            return;
        }
        Map<Fact, Integer> has = knownTo(query);
        Map<Fact, Resource> alone = new LinkedHashMap<>();
        Map<Fact, Resource> everyone = new LinkedHashMap<>();
        // Whoever asks the same a hundred times in one message is answered for one.
        for (Question question : new LinkedHashSet<>(query.questions())) {
            for (Resource record : known.getOrDefault(question.name(), List.of())) {
                boolean had = has.getOrDefault(record.fact(), -1) >= record.ttl() / 2;
                if (question.type().asksFor(record.type()) && !had) {
                    boolean single = legacy || (question.unicast() && mayAlone && saidLately(record));
                    (single ? alone : everyone).putIfAbsent(record.fact(), record);
                }
            }
        }
        if (!alone.isEmpty()) {
            List<Resource> rest = answerAlone(query, alone.values(), from, legacy);
            rest.stream().filter(record -> !legacy).forEach(record -> everyone.put(record.fact(), record));
        }
        boolean probe = !query.authorities().isEmpty();
        everyone.values().removeIf(record -> !isRested(record, probe ? PROBE_PAUSE : PAUSE));
        answerEveryone(query, everyone.values(), from.getAddress(), probe);
    }

    /** What the asker has already, with more than half of its time left (RFC 6762, 7.1). */
    private static Map<Fact, Integer> knownTo(Message query) {
        return query.answers().stream().collect(Collectors.toMap(Resource::fact, Resource::ttl, Math::max));
    }

    private void knows(InetAddress asker, Resource record) {
        Pending waiting = pending.get(record.fact());
        // Another may have asked for it too.
        if (waiting != null
                && waiting.onlyAsker()
                && waiting.asker().equals(asker)
                && record.ttl() >= waiting.record().ttl() / 2) {
            pending.remove(record.fact());
        }
    }

    private boolean saidLately(Resource record) {
        Long last = said.get(record.fact());
        return last != null && schedule.now() - last < record.ttl() * 1_000L / 4;
    }

    private boolean isRested(Resource record, int pause) {
        Long last = said.get(record.fact());
        return last == null || schedule.now() - last >= pause;
    }

    private boolean mayAnswerAlone(InetAddress asker) {
        long now = schedule.now();
        if (now - unicastsSince >= 1_000) {
            unicastsSince = now;
            unicasts = 0;
        }
        // Whoever is not on this link did not hear a multicast: it is a forged address, to be flooded by us.
        return reach.onLink().test(asker) && ++unicasts <= UNICASTS;
    }

    /** Answers one in one message, and returns what did not fit. */
    private List<Resource> answerAlone(
            Message query, Collection<Resource> answers, InetSocketAddress to, boolean legacy) {
        var writer = new MessageWriter();
        if (legacy) {
            query.questions().stream().limit(1).forEach(writer::question);
        }
        List<Resource> rest = answers.stream()
                .filter(record -> !writer.answer(legacy ? forLegacy(record) : record))
                .toList();
        leadsTo(answers).forEach(record -> writer.additional(legacy ? forLegacy(record) : record));
        wire.unicast(writer.response(legacy ? query.id() : 0), to);
        return rest;
    }

    private static Resource forLegacy(Resource record) {
        return record.withTtl(Math.min(record.ttl(), LEGACY_TTL)).shared();
    }

    private void answerEveryone(Message query, Collection<Resource> answers, InetAddress asker, boolean probe) {
        boolean alone = probe || answers.stream().allMatch(Resource::unique);
        int wait = query.truncated() ? TRUNCATED_DELAY : alone ? 0 : SHARED_DELAY;
        int delay = wait == 0 ? 0 : wait + random.nextInt(SHARED_SPREAD);
        long due = schedule.now() + delay;
        for (Resource record : answers) {
            Pending before = pending.get(record.fact());
            pending.put(
                    record.fact(),
                    before == null
                            ? new Pending(record, due, asker, true)
                            : new Pending(
                                    record,
                                    Math.min(due, before.due()),
                                    asker,
                                    before.onlyAsker() && before.asker().equals(asker)));
        }
        sendWhenDue();
    }

    private void sendWhenDue() {
        next.ifPresent(Schedule.Task::cancel);
        var due = pending.values().stream().mapToLong(Pending::due).min();
        next = due.isPresent()
                ? Optional.of(schedule.after(Math.max(0, due.getAsLong() - schedule.now()), this::send))
                : Optional.empty();
    }

    private void send() {
        long now = schedule.now();
        Map<Fact, Resource> ready = new LinkedHashMap<>();
        pending.values().removeIf(waiting -> {
            boolean due = waiting.due() <= now;
            if (due) {
                ready.put(waiting.record().fact(), waiting.record());
            }
            return due;
        });
        List<List<Resource>> groups = new ArrayList<>();
        Set<Fact> grouped = new LinkedHashSet<>();
        for (Resource record : ready.values()) {
            List<Resource> group = new ArrayList<>(List.of(record));
            group.addAll(leadsTo(List.of(record)));
            group.removeIf(member -> !grouped.add(member.fact()));
            if (!group.isEmpty()) {
                groups.add(group);
            }
        }
        grouped.forEach(fact -> said.put(fact, now));
        Packets.responses(groups).forEach(wire::multicast);
        sendWhenDue();
    }

    /** What the asker will want to know next: the instance behind a pointer, the host behind an instance. */
    private List<Resource> leadsTo(Collection<Resource> answers) {
        Map<Fact, Resource> next = new LinkedHashMap<>();
        List<Resource> from = new ArrayList<>(answers);
        for (int i = 0; i < from.size(); i++) {
            Name name = from.get(i).data() instanceof Rdata.Pointer pointer
                    ? pointer.target()
                    : from.get(i).data() instanceof Rdata.Server server ? server.host() : null;
            // From the list of types nothing more: all services of this node would follow.
            if (name == null || from.get(i).name().equals(Entry.TYPES)) {
                continue;
            }
            for (Resource record : known.getOrDefault(name, List.of())) {
                if (next.putIfAbsent(record.fact(), record) == null) {
                    from.add(record);
                }
            }
        }
        answers.forEach(record -> next.remove(record.fact()));
        return List.copyOf(next.values());
    }
}
