// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.osgi.framework.Bundle;

/**
 * Makes the framework's bundles what the folder holds.
 *
 * <p>Every pass compares the whole folder with the bundles, whatever the occasion was: a change in the folder, a
 * bundle that came, the start of the node. Passes are made by one thread.
 */
final class Follower {

    static final Texts UNFOLLOWED =
            Texts.of("no es pot seguir: %s", "no se puede seguir: %s", "cannot be followed: %s");

    private interface Step {
        void take(Drop drop) throws InterruptedException;
    }

    private final Folder folder;
    private final Checker checker;
    private final Placer placer;
    private final Runner runner;
    private final Bundles bundles;
    private final Lines lines;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<String, Drop> drops = new TreeMap<>();

    Follower(
            Folder folder,
            Checker checker,
            Placer placer,
            Runner runner,
            Bundles bundles,
            Lines lines,
            Limits limits,
            LongSupplier nanoTime) {
        this.folder = folder;
        this.checker = checker;
        this.placer = placer;
        this.runner = runner;
        this.bundles = bundles;
        this.lines = lines;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Returns after how many nanoseconds another pass is due even if nothing happens. */
    OptionalLong pass() throws InterruptedException {
        try {
            if (!bundles.isStopping()) {
                Optional<SortedMap<String, Glance>> jars = folder.jars();
                if (jars.isPresent()) {
                    follow(jars.get());
                }
            }
        } catch (IOException unreadable) {
            lines.refused("", "", UNFOLLOWED.with(unreadable));
        }
        long now = nanoTime.getAsLong();
        return drops.values().stream()
                .filter(drop -> drop.content == Drop.Content.UNFINISHED)
                .mapToLong(drop -> Math.max(0, drop.lookAt - now))
                .min();
    }

    private void follow(SortedMap<String, Glance> jars) throws InterruptedException {
        removeAllBut(jars.keySet());
        for (String name : jars.keySet()) {
            forOne(drops.computeIfAbsent(name, Drop::new), drop -> look(drop, jars.get(name)));
        }
        // All are installed before the first is started: they may need each other.
        for (Drop one : drops.values()) {
            forOne(one, drop -> {
                if (drop.content == Drop.Content.CHECKED && !bundles.isBusy(drop.name)) {
                    drop.content = placer.place(drop);
                }
            });
        }
        for (Drop one : drops.values()) {
            forOne(one, drop -> drop.run = runner.run(drop));
        }
        placer.save();
    }

    private void removeAllBut(Set<String> names) throws InterruptedException {
        for (Bundle bundle : bundles.dropped()) {
            String name = Bundles.fileName(bundle);
            if (!names.contains(name) && !bundles.isBusy(name)) {
                placer.remove(bundle);
            }
        }
        drops.keySet().stream().filter(name -> !names.contains(name)).forEach(lines::forget);
        drops.keySet().retainAll(names);
    }

    private void look(Drop drop, Glance glance) {
        long now = nanoTime.getAsLong();
        if (!glance.equals(drop.glance)) {
            drop.changed(glance, now, limits);
        }
        boolean due = drop.content == Drop.Content.UNFINISHED && now - drop.lookAt >= 0;
        if (drop.content == Drop.Content.NEW || due) {
            drop.content = checker.check(drop, now);
        }
    }

    /** One jar that the framework chokes on must not keep the others from being followed. */
    private void forOne(Drop drop, Step step) throws InterruptedException {
        try {
            step.take(drop);
        } catch (RuntimeException unforeseen) {
            drop.content = Drop.Content.REFUSED;
            drop.run = Drop.Run.FAILED;
            lines.refused(
                    drop.name,
                    "",
                    Texts.of("no es pot tractar: %s", "no se puede tratar: %s", "cannot be handled: %s")
                            .with(unforeseen));
        }
    }
}
