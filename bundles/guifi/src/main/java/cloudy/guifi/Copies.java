// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.guifi.Shelf.Kept;
import cloudy.guifi.Site.Question;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks guifi.net, judges what comes as a whole, and only then puts it in the place of the last good copy. Safe for use by
 * many threads: those who want the same wait for one answer.
 */
final class Copies {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
    private static final int MAX_STAMP = 64;
    private static final Duration STAMP_TIME = Duration.ofSeconds(20);
    private static final int MAX_STATES = 64;

    private final Shelf shelf;
    private final Clock clock;
    private final Map<String, CompletableFuture<Outcome<?>>> running = new ConcurrentHashMap<>();
    private final Map<String, State> states = new ConcurrentHashMap<>();

    Copies(Shelf shelf, Clock clock) {
        this.shelf = shelf;
        this.clock = clock;
    }

    /** Where guifi.net is; {@link Trouble} where it must not be asked. */
    @FunctionalInterface
    interface Way {

        Site site() throws Trouble;
    }

    /**
     * Something that guifi.net has.
     *
     * @param key names the copy: small letters, and a number behind a hyphen
     * @param stamp the path of its freshness stamp; empty for none
     */
    record Source(String key, String path, Optional<String> stamp, int maxBytes, Duration time) {}

    /** Reads what came to its end, and throws where it cannot be right. */
    @FunctionalInterface
    interface Judge<T> {

        Judged<T> read(InputStream in) throws IOException;
    }

    /** What was read, and its version: hexadecimal digits and hyphens, at most 64. */
    record Judged<T>(T value, String version) {}

    /**
     * What there is now.
     *
     * @param value where it has been read just now
     * @param stale why it is not of now; empty when it is
     */
    record Outcome<T>(Optional<T> value, Kept kept, Texts stale) {

        <R> Copy<R> of(R known) {
            return new Copy<>(known, kept.version(), kept.asOf(), stale);
        }
    }

    /**
     * How it went the last time.
     *
     * @param asOf when guifi.net last said that a copy is as it is; empty where there is none
     * @param trouble why it did not go well; empty where it did
     */
    record State(Instant asked, Optional<Instant> asOf, Texts trouble) {}

    /** How it went the last time, by key. */
    Map<String, State> states() {
        return new TreeMap<>(states);
    }

    /** Asks, unless somebody does already. */
    <T> Outcome<T> refresh(Source source, Way way, Judge<T> judge) throws IOException {
        var mine = new CompletableFuture<Outcome<?>>();
        CompletableFuture<Outcome<?>> others = running.putIfAbsent(source.key(), mine);
        if (others != null) {
            @SuppressWarnings("unchecked") // One key is always read by one judge.
            var same = (Outcome<T>) await(others);
            return same;
        }
        try {
            Outcome<T> outcome = asked(source, way, judge);
            mine.complete(outcome);
            return outcome;
        } catch (IOException | RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(source.key(), mine);
        }
    }

    /** Asks, and reads what there is then; a copy that cannot be read is put aside and fetched anew. */
    <T> Copy<T> get(Source source, Way way, Judge<T> judge) throws IOException {
        Outcome<T> outcome = refresh(source, way, judge);
        if (outcome.value().isPresent()) {
            return outcome.of(outcome.value().get());
        }
        Optional<Copy<T>> read = read(source.key(), outcome, judge);
        return read.isPresent() ? read.get() : get(source, way, judge);
    }

    /** Reads a copy anew; empty where it cannot be read, and is put aside. */
    private <T> Optional<Copy<T>> read(String key, Outcome<?> outcome, Judge<T> judge) throws IOException {
        Kept kept = outcome.kept();
        try (InputStream in = kept.open()) {
            return Optional.of(new Copy<>(judge.read(in).value(), kept.version(), kept.asOf(), outcome.stale()));
        } catch (NoSuchFileException replaced) {
            // Another caller has put a newer one in its place since.
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("The copy {} is put aside: {}", key, e.getMessage());
            shelf.setAside(kept);
            return Optional.empty();
        }
    }

    /** What is on the disk, without asking anybody. */
    <T> Optional<Copy<T>> onDisk(String key, Judge<T> judge) throws IOException {
        // Once, unless another caller puts a newer one in its place at this moment.
        for (Optional<Kept> kept = shelf.find(key); kept.isPresent(); kept = shelf.find(key)) {
            Optional<Copy<T>> read = read(key, new Outcome<>(Optional.empty(), kept.get(), Texts.none()), judge);
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    private static Outcome<?> await(CompletableFuture<Outcome<?>> others) throws IOException {
        try {
            return others.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble(Texts.of("s'ha interromput", "se ha interrumpido", "it was interrupted"), e);
        } catch (ExecutionException e) {
            throw new Trouble(Explained.of(e.getCause()), e.getCause());
        }
    }

    private <T> Outcome<T> asked(Source source, Way way, Judge<T> judge) throws IOException {
        Optional<Kept> before = shelf.find(source.key());
        try {
            Outcome<T> outcome = fetched(source, way.site().visit(), judge, before);
            note(source.key(), Optional.of(outcome.kept().asOf()), Texts.none());
            return outcome;
        } catch (IOException e) {
            // A full disk is no reason to have nothing either.
            Texts why = Explained.of(e);
            note(source.key(), before.map(Kept::asOf), why);
            if (before.isEmpty()) {
                throw e;
            }
            return new Outcome<>(Optional.empty(), before.get(), why);
        }
    }

    private <T> Outcome<T> fetched(Source source, Site.Visit visit, Judge<T> judge, Optional<Kept> before)
            throws IOException {
        String stamp = stamp(source, visit);
        if (before.isPresent() && !stamp.isEmpty() && stamp.equals(before.get().stamp())) {
            return new Outcome<>(Optional.empty(), confirmed(source, before.get(), stamp), Texts.none());
        }
        var question = new Question(source.path(), source.maxBytes(), source.time());
        if (source.stamp().isPresent()) {
            try (Shelf.Draft draft = shelf.draft(source.key())) {
                visit.copy(question, draft.to());
                return judged(source, judge, before, stamp, draft);
            }
        }
        // It comes anew each time, and is small: the disk hears of it only when it is another one.
        byte[] bytes = visit.bytes(question);
        Judged<T> judged = judge.read(new ByteArrayInputStream(bytes));
        if (isSame(before, judged)) {
            return new Outcome<>(Optional.of(judged.value()), confirmed(source, before.get(), stamp), Texts.none());
        }
        try (Shelf.Draft draft = shelf.draft(source.key())) {
            draft.to().write(bytes);
            return judged(source, judge, before, stamp, draft);
        }
    }

    private <T> Outcome<T> judged(Source source, Judge<T> judge, Optional<Kept> before, String stamp, Shelf.Draft draft)
            throws IOException {
        Judged<T> judged;
        try (InputStream in = draft.reopen()) {
            judged = judge.read(in);
        }
        Kept kept = isSame(before, judged)
                ? confirmed(source, before.get(), stamp)
                : draft.keep(source.key(), stamp, judged.version(), clock.instant());
        return new Outcome<>(Optional.of(judged.value()), kept, Texts.none());
    }

    private static boolean isSame(Optional<Kept> before, Judged<?> judged) {
        return before.isPresent() && before.get().version().equals(judged.version());
    }

    private Kept confirmed(Source source, Kept before, String stamp) throws IOException {
        return shelf.confirm(source.key(), before, stamp, clock.instant());
    }

    /** The freshness stamp; empty where guifi.net has none that could be one. */
    private static String stamp(Source source, Site.Visit visit) throws IOException {
        if (source.stamp().isEmpty()) {
            return "";
        }
        try {
            byte[] said = visit.bytes(new Question(source.stamp().get(), MAX_STAMP, STAMP_TIME));
            String stamp = new String(said, StandardCharsets.US_ASCII).strip();
            return stamp.matches("[0-9]{1,18}") ? stamp : "";
        } catch (Site.Refusal none) {
            return "";
        }
    }

    private void note(String key, Optional<Instant> asOf, Texts trouble) {
        if (states.size() < MAX_STATES || states.containsKey(key)) {
            states.put(key, new State(clock.instant(), asOf, trouble));
        }
    }
}
