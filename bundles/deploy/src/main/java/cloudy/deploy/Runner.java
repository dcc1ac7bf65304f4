// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** Sees to it that an installed bundle runs once all that it needs is there. */
final class Runner {

    private final Bundles bundles;
    private final Starter starter;
    private final Ledger ledger;
    private final Lines lines;
    private final Lack lack;

    Runner(Bundles bundles, Starter starter, Ledger ledger, Lines lines) {
        this.bundles = bundles;
        this.starter = starter;
        this.ledger = ledger;
        this.lines = lines;
        lack = new Lack(bundles.wiring());
    }

    /** WAITING if it is to be tried again when something changes. */
    Drop.Run run(Drop drop) throws InterruptedException {
        Optional<Bundle> installed = bundles.of(drop.name);
        if (installed.isEmpty() || bundles.isBusy(drop.name)) {
            return drop.run;
        }
        Bundle bundle = installed.get();
        return switch (drop.run) {
            case WAITING -> start(drop, bundle);
            // Resolved but not active: somebody stopped it, and had a reason. Unresolved: what it used went away.
            case RUNNING -> bundle.getState() == Bundle.INSTALLED ? start(drop, bundle) : Drop.Run.RUNNING;
            case HANGING -> cameBack(drop, bundle);
            case FAILED -> Drop.Run.FAILED;
        };
    }

    private Drop.Run start(Drop drop, Bundle bundle) throws InterruptedException {
        if (bundle.getState() == Bundle.ACTIVE) {
            return Drop.Run.RUNNING;
        }
        var entry = ledger.of(drop.name);
        if (!bundles.isReady() || drop.content == Drop.Content.DENIED || entry.isEmpty()) {
            return Drop.Run.WAITING;
        }
        String sha256 = entry.get().sha256();
        if (!isResolved(drop, bundle)) {
            lines.refused(
                    drop.name,
                    sha256,
                    Texts.of(
                                    "%s; s'engega tan bon punt hi és",
                                    "%s; arranca en cuanto está", "%s; it starts as soon as that is there")
                            .with(lack.of(bundle.adapt(BundleRevision.class))));
            return Drop.Run.WAITING;
        }
        if (Bundles.isFragment(bundle)) {
            lines.done(drop.name, bundle.getSymbolicName() + " " + bundle.getVersion() + " is attached");
            return Drop.Run.RUNNING;
        }
        return starter.mayStart(drop.name, sha256) ? starter.start(drop.name, sha256, bundle) : Drop.Run.WAITING;
    }

    private boolean isResolved(Drop drop, Bundle bundle) throws InterruptedException {
        if (bundle.getState() != Bundle.INSTALLED || bundles.resolve(bundle)) {
            return true;
        }
        // A host takes a fragment only when it is resolved itself, so it has to be resolved anew.
        var hosts = bundles.hosts(bundle);
        if (hosts.isEmpty() || drop.hostRefreshed) {
            return false;
        }
        drop.hostRefreshed = true;
        bundles.refresh(drop.name, hosts);
        return bundle.getState() != Bundle.INSTALLED || bundles.resolve(bundle);
    }

    private Drop.Run cameBack(Drop drop, Bundle bundle) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return Drop.Run.FAILED;
        }
        lines.done(drop.name, bundle.getSymbolicName() + " " + bundle.getVersion() + " started after all");
        return Drop.Run.RUNNING;
    }
}
