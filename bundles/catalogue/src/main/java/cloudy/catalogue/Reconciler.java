// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the node become what is wished, and the wish become what was done by others. */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Provisioner provisioner;
    private final Repositories repositories;
    private final Store store;
    private final WishFile file;
    private final Turns turns;
    private final Consumer<String> changed;
    private final Runnable judged;
    private final Map<String, Texts> reasons = new ConcurrentHashMap<>();

    /** Of the thread whose turn it is. */
    private Optional<Set<String>> wishedBefore = Optional.empty();

    /**
     * Makes one.
     *
     * @param changed is told which feature or repository is another than before
     * @param judged is told when all that is wished was tried
     */
    Reconciler(
            Provisioner provisioner,
            Repositories repositories,
            Store store,
            WishFile file,
            Turns turns,
            Consumer<String> changed,
            Runnable judged) {
        this.provisioner = provisioner;
        this.repositories = repositories;
        this.store = store;
        this.file = file;
        this.turns = turns;
        this.changed = changed;
        this.judged = judged;
    }

    /** Why a feature or a repository is not as it is wished to be. */
    Optional<Texts> reason(String name) {
        return Optional.ofNullable(reasons.get(name));
    }

    /** Why what is wished is not there. */
    Map<String, Texts> reasons() {
        return new TreeMap<>(reasons);
    }

    /** Brings what is wished and is not there, and takes away what is there and not wished. */
    void reconcile() throws InterruptedException {
        try {
            turns.take(() -> {
                Wish wish = file.read();
                reasons.clear();
                for (Source source : wish.repositories()) {
                    attempt(source.address().toString(), () -> open(source));
                }
                Plan plan = Plan.of(wish.features(), wishedBefore, provisioner.required(), provisioner);
                for (String name : plan.remove()) {
                    attempt(name, () -> change(Set.of(name), () -> provisioner.remove(Set.of(name))));
                }
                for (String name : plan.install()) {
                    attempt(name, () -> change(Set.of(name), () -> install(name)));
                }
                var seen = new HashSet<>(wish.features());
                // What could not be removed is tried again the next time.
                Set<String> left = provisioner.required();
                plan.remove().stream().filter(left::contains).forEach(seen::add);
                wishedBefore = Optional.of(seen);
                clear(wish);
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.error("what is wished in etc/{}.cfg is not followed: {}", WishFile.PID, e.getMessage());
        }
        judged.run();
    }

    private void change(Set<String> names, Turns.Step step) throws Exception {
        turns.change(names, step, () -> names.forEach(changed));
    }

    /** Brings a feature, whose bundles are held against their hashes if others offer it. */
    void install(String name) throws Exception {
        List<Provisioner.Known> known = provisioner.known();
        if (known.stream().noneMatch(feature -> feature.name().equals(name))) {
            throw new Refusal(Texts.of(
                            "cap dipòsit no té la funció %s",
                            "ningún repositorio tiene la función %s", "no repository has the feature %s")
                    .with(name));
        }
        var needed = new LinkedHashSet<>(Set.of(name));
        boolean more = true;
        while (more) {
            more = known.stream()
                    .filter(feature -> needed.contains(feature.name()))
                    .map(feature -> needed.addAll(feature.needs()))
                    .reduce(false, Boolean::logicalOr);
        }
        Set<URI> open = provisioner.repositories();
        for (Stored stored : store.all()) {
            for (RepositoryFile.Offered feature : stored.file().features()) {
                if (open.contains(stored.features()) && needed.contains(feature.name())) {
                    stored.verify(feature);
                }
            }
        }
        provisioner.install(Set.of(name));
    }

    /** Has a repository offer what it has; it is fetched if it is not on the disk. */
    private void open(Source source) throws Exception {
        Optional<Stored> kept = store.find(source);
        Stored stored =
                kept.isPresent() ? kept.get() : repositories.fetch(repositories.preview(source), new Quiet(LOG::info));
        open(stored);
    }

    /** Has Karaf know a repository that is on the disk. */
    void open(Stored stored) throws Exception {
        store.refresh(stored);
        if (!provisioner.repositories().contains(stored.features())) {
            provisioner.addRepository(stored.features());
            changed.accept(stored.file().name());
        }
    }

    /** Forgets repositories that are not wished any more, once nothing of them is installed. */
    void clear(Wish wish) throws Exception {
        store.sweep();
        Set<URI> open = provisioner.repositories();
        for (Stored stored : store.all()) {
            boolean wished = wish.repositories().contains(stored.source()) && store.isLast(stored);
            if (!wished && !isUsed(stored)) {
                if (open.contains(stored.features())) {
                    provisioner.removeRepository(stored.features());
                }
                store.drop(stored.folder());
                changed.accept(stored.file().name());
            }
        }
    }

    /** Whether something of it is installed, in its version. */
    boolean isUsed(Stored stored) throws Exception {
        var installed = provisioner.installed();
        return stored.file().features().stream()
                .anyMatch(feature -> feature.version().equals(installed.get(feature.name())));
    }

    /** Takes note that somebody else, in the node's shell, has installed or removed a feature. */
    void observe(String name) throws InterruptedException {
        if (provisioner.isBoot(name)) {
            return;
        }
        try {
            turns.take(() -> {
                boolean there = provisioner.required().contains(name);
                boolean wished = file.read().features().contains(name);
                if (there != wished) {
                    file.change(wish -> there ? wish.with(Set.of(name)) : wish.without(Set.of(name)), Caller.shell());
                }
                changed.accept(name);
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("{} was changed in the shell, but not in etc/{}.cfg: {}", name, WishFile.PID, e.getMessage());
        }
    }

    private void attempt(String name, Turns.Step step) throws InterruptedException {
        try {
            step.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Texts why = Unresolved.sentence(e);
            reasons.put(name, why);
            LOG.warn("{} is not as etc/{}.cfg wishes it: {}", name, WishFile.PID, why.english());
            changed.accept(name);
        }
    }

    /** Where nobody looks on. */
    record Quiet(Consumer<String> log) implements Jobs.Progress {

        @Override
        public void step(String words) {
            log.accept(words);
        }

        @Override
        public void percent(int done) {}

        @Override
        public void log(String line) {
            log.accept(line);
        }

        @Override
        public void result(String key, String value) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    }
}
