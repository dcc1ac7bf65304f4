// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Puts questions to everyone on a link: those of a moment together, and never more than {@value #BATCH} in {@value
 * #PAUSE} ms, whatever there is to be asked.
 */
final class Asker {

    /** Questions sent at once: a handful of messages. */
    static final int BATCH = 100;

    /** Milliseconds between batches. */
    static final int PAUSE = 250;

    /** More than wait here are forgotten; who needs an answer asks again. */
    static final int MAX_WAITING = 2_000;

    /** Before the first question, so that hosts that hear the same thing do not all speak at once (RFC 6762, 5.2). */
    private static final int DELAY = 20;

    private static final int SPREAD = 100;

    private final Schedule schedule;
    private final Wire wire;
    private final RandomGenerator random;
    private final Function<Question, List<Resource>> known;
    private final Set<Question> waiting = new LinkedHashSet<>();
    private boolean scheduled;

    /**
     * An asker with nothing to ask.
     *
     * @param known what need not be answered any more, asked for when the question is sent
     */
    Asker(Schedule schedule, Wire wire, RandomGenerator random, Function<Question, List<Resource>> known) {
        this.schedule = schedule;
        this.wire = wire;
        this.random = random;
        this.known = known;
    }

    /** Asks, soon. */
    void ask(Question question) {
        if (waiting.size() < MAX_WAITING && waiting.add(question) && !scheduled) {
            scheduled = true;
            schedule.after(DELAY + random.nextInt(SPREAD), this::send);
        }
    }

    /** Somebody else asked: all will hear the answer, so the same question is not put again (RFC 6762, 7.3). */
    void heard(Message query) {
        query.questions().stream()
                // Of pointers the asker may have been told what we do not know.
                .filter(question -> question.type() != RecordType.PTR && !question.unicast())
                .forEach(waiting::remove);
    }

    private void send() {
        List<Question> batch = new ArrayList<>(waiting.stream().limit(BATCH).toList());
        batch.forEach(waiting::remove);
        List<Resource> answers = batch.stream()
                .flatMap(question -> known.apply(question).stream())
                .toList();
        Packets.queries(batch, answers).forEach(wire::multicast);
        scheduled = !batch.isEmpty();
        if (scheduled) {
            // Also when nothing waits: the next question comes no sooner than that.
            schedule.after(PAUSE, this::send);
        }
    }
}
