// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.notice.Notices.Urgency;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other end of a channel which notices stand: it remembers what was told there, on the disk, and sends the
 * difference. So nothing is lost by a restart, and nothing queues: of what changes again and again only the last counts.
 * At least once, as what was sent may be told again when the node ends before it could note that. Not for several threads.
 */
final class Courier {

    /** How long something must be so before it is told. */
    static final Duration HOLD = Duration.ofSeconds(60);

    /** The same for what was told, or changed after that, within the last hour: something that comes and goes. */
    static final Duration HOLD_AGAIN = Duration.ofMinutes(15);

    /** After this long a message is given up. */
    static final Duration GIVE_UP = Duration.ofDays(1);

    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LAST_RETRY = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 7;

    /** What is to be told, and since when it has been so; an empty notice is one that is over. */
    private record Due(Optional<Notice> notice, Instant since) {}

    private final Channel channel;
    private final NoticeFile file;
    private final Urgency least;
    private final BiFunction<Notice, Boolean, Message> letter;
    private final Map<String, Notice> told = new LinkedHashMap<>();
    private final Map<String, Instant> lastTold = new HashMap<>();
    private final Map<String, Due> due = new HashMap<>();
    private Instant notBefore = Instant.MIN;
    private int failures;
    private volatile String trouble = "";

    Courier(Channel channel, NoticeFile file, Urgency least, BiFunction<Notice, Boolean, Message> letter) {
        this.channel = channel;
        this.file = file;
        this.least = least;
        this.letter = letter;
        file.read().stream().limit(NoticeBoard.MAX).forEach(notice -> told.put(notice.id(), notice));
    }

    /** Why the last message could not be sent; empty when it could. */
    String trouble() {
        return trouble;
    }

    /**
     * Sends what is due.
     *
     * @return when to be called again although nothing has changed
     */
    Optional<Instant> deliver(List<Notice> standing, Instant now) {
        Map<String, Notice> wanted = new LinkedHashMap<>();
        standing.stream()
                .filter(notice -> notice.urgency().compareTo(least) >= 0)
                .forEach(notice -> wanted.put(notice.id(), notice));
        note(wanted, now);
        lastTold.values().removeIf(at -> at.plus(Duration.ofHours(1)).isBefore(now));
        if (now.isBefore(notBefore)) {
            return due.isEmpty() ? Optional.empty() : Optional.of(notBefore);
        }
        for (Map.Entry<String, Due> entry : List.copyOf(due.entrySet())) {
            if (!now.isBefore(ripe(entry)) && !tell(entry.getKey(), entry.getValue(), now)) {
                return Optional.of(notBefore);
            }
        }
        return due.entrySet().stream().map(this::ripe).min(Instant::compareTo);
    }

    /** Brings what is due up to date; what has been so for long keeps its place. */
    private void note(Map<String, Notice> wanted, Instant now) {
        var ids = new LinkedHashSet<>(wanted.keySet());
        ids.addAll(told.keySet());
        due.keySet().retainAll(ids);
        for (String id : ids) {
            Optional<Notice> want = Optional.ofNullable(wanted.get(id));
            Optional<Notice> have = Optional.ofNullable(told.get(id));
            // Who has dismissed it needs no letter about it.
            if (same(want, have) || want.filter(Notice::dismissed).isPresent()) {
                due.remove(id);
            } else if (!due.containsKey(id) || !same(due.get(id).notice(), want)) {
                due.put(id, new Due(want, now));
                // What goes on changing is not taken for new after an hour.
                lastTold.computeIfPresent(id, (same, at) -> now);
            }
        }
    }

    private boolean tell(String id, Due news, Instant now) {
        Notice notice = news.notice().orElseGet(() -> told.get(id));
        try {
            channel.send(letter.apply(notice, news.notice().isEmpty()));
            trouble = "";
            failures = 0;
        } catch (IOException e) {
            if (trouble.isEmpty()) {
                log.warn(
                        "A notice could not be sent by {}: {}; it will be tried again", channel.word(), e.getMessage());
            }
            trouble = String.valueOf(e.getMessage());
            if (now.isBefore(news.since().plus(GIVE_UP))) {
                Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures++, MAX_DOUBLINGS));
                notBefore = now.plus(pause.compareTo(LAST_RETRY) < 0 ? pause : LAST_RETRY);
                return false;
            }
            log.error("The notice {} could not be sent by {} for a day; it is given up", id, channel.word());
        }
        news.notice().ifPresentOrElse(sent -> told.put(id, sent), () -> told.remove(id));
        due.remove(id);
        lastTold.put(id, now);
        try {
            file.write(told.values());
        } catch (IOException e) {
            log.error("What was sent by {} could not be noted: {}", channel.word(), e.toString());
        }
        return true;
    }

    private Instant ripe(Map.Entry<String, Due> entry) {
        return entry.getValue().since().plus(lastTold.containsKey(entry.getKey()) ? HOLD_AGAIN : HOLD);
    }

    /** Other figures alone are worth no letter. */
    private static boolean same(Optional<Notice> one, Optional<Notice> other) {
        return one.isPresent() == other.isPresent()
                && one.map(notice -> notice.saysAboutTheSameAs(other.orElseThrow()))
                        .orElse(true);
    }
}
