// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Installs a checked jar, or updates the bundle that came from its file before, if nothing here speaks against it. */
final class Placer {

    private final Path folder;
    private final Bundles bundles;
    private final Ledger ledger;
    private final Starter starter;
    private final Marker marker;
    private final Lines lines;
    private final Lack lack;

    Placer(Path folder, Bundles bundles, Ledger ledger, Starter starter, Marker marker, Lines lines) {
        this.folder = folder;
        this.bundles = bundles;
        this.ledger = ledger;
        this.starter = starter;
        this.marker = marker;
        this.lines = lines;
        lack = new Lack(bundles.wiring());
    }

    /** What the file holds afterwards; CHECKED if it has to wait for something. */
    Drop.Content place(Drop drop) throws InterruptedException {
        var before = bundles.of(drop.name);
        try {
            refuse(drop);
            Optional<Texts> obstacle = obstacle(drop, before);
            if (obstacle.isPresent()) {
                lines.refused(drop.name, drop.sha256, obstacle.get());
                return Drop.Content.CHECKED;
            }
            Path file = folder.resolve(drop.name);
            Bundle bundle;
            if (before.isPresent()) {
                bundle = before.get();
                starter.forget(drop.name);
                // Whether or not the update works out: from here on it is stopped.
                drop.run = Drop.Run.WAITING;
                bundles.update(drop.name, bundle, file, drop.sha256);
                lines.done(drop.name, "updated to " + drop.description);
            } else {
                bundle = bundles.install(drop.name, file, drop.sha256);
            }
            ledger.put(drop.name, new Ledger.Entry(drop.sha256, drop.glance, bundle.getLastModified()));
            lines.forget(drop.name);
            drop.run = Drop.Run.WAITING;
            drop.hostRefreshed = false;
            return Drop.Content.INSTALLED;
        } catch (Refusal refusal) {
            lines.refused(drop.name, drop.sha256, bundles.kept(drop.name, refusal.sentence()));
        } catch (Worker.HangsException hangs) {
            lines.refused(
                    drop.name,
                    drop.sha256,
                    Texts.of(
                            "no es pot posar al dia abans que s'aturi la versió que funciona",
                            "no se puede actualizar antes de que se pare la versión que funciona",
                            "cannot be updated before the version that runs has stopped"));
            drop.run = Drop.Run.HANGING;
            return Drop.Content.CHECKED;
        } catch (IOException | BundleException failed) {
            if (isUnchanged(drop)) {
                lines.refused(
                        drop.name,
                        drop.sha256,
                        bundles.kept(
                                drop.name,
                                Texts.of(
                                                "no es pot instal·lar: %s",
                                                "no se puede instalar: %s", "cannot be installed: %s")
                                        .with(Starter.words(failed))));
            } else {
                return Drop.Content.NEW;
            }
        }
        return Drop.Content.REFUSED;
    }

    /** Uninstalls what came from a file that is gone. */
    void remove(Bundle bundle) throws InterruptedException {
        String name = Bundles.fileName(bundle);
        starter.forget(name);
        marker.acquit(name);
        try {
            bundles.remove(name, bundle);
            ledger.remove(name);
            lines.done(name, bundle.getSymbolicName() + " " + bundle.getVersion() + " removed");
        } catch (Worker.HangsException hangs) {
            lines.refused(
                    name,
                    "",
                    Texts.of(
                            "no s'atura: se n'anirà quan ho faci, o quan s'aturi el node",
                            "no se para: se irá cuando lo haga, o cuando se pare el nodo",
                            "does not stop: it goes when it does, or when the node stops"));
        } catch (BundleException failed) {
            lines.refused(
                    name,
                    "",
                    Texts.of("no es pot treure: %s", "no se puede quitar: %s", "cannot be removed: %s")
                            .with(Starter.words(failed)));
        }
    }

    /** Uninstalls a jar that ended the node, unless its bundle has another content by now. */
    void remove(Suspect suspect) throws InterruptedException {
        var bundle = bundles.of(suspect.name());
        var installed = ledger.of(suspect.name()).map(Ledger.Entry::sha256);
        if (bundle.isPresent() && installed.map(suspect.sha256()::equals).orElse(true)) {
            remove(bundle.get());
        }
    }

    /** Writes down what is installed. */
    void save() {
        try {
            ledger.save();
        } catch (IOException unwritable) {
            lines.refused(
                    "",
                    "",
                    Texts.of(
                                    "no es pot apuntar què hi ha instal·lat: %s",
                                    "no se puede apuntar qué hay instalado: %s",
                                    "what is installed cannot be written down: %s")
                            .with(unwritable));
        }
    }

    private boolean isUnchanged(Drop drop) {
        try {
            return Glance.at(folder.resolve(drop.name)).equals(Optional.of(drop.glance));
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** What no later event can mend. */
    private void refuse(Drop drop) throws Refusal {
        if (marker.isConvicted(drop.name, drop.sha256)) {
            throw Refusal.wrong(Texts.of(
                    "va acabar amb el node quan s'engegava: traieu-lo o canvieu-lo",
                    "acabó con el nodo al arrancar: quítelo o cámbielo",
                    "ended the node when it was started: remove or replace it"));
        }
        marker.acquit(drop.name);
        if (drop.description.extendsFramework()) {
            throw Refusal.wrong(Texts.of(
                    "és una peça per al mateix marc (un fragment del mòdul del sistema): no es pren",
                    "es una pieza para el propio marco (un fragmento del módulo del sistema): no se toma",
                    "is a part for the framework itself (a fragment of the system bundle): not taken"));
        }
        var java = lack.ofJava(drop.description);
        if (java.isPresent()) {
            throw Refusal.wrong(java.get());
        }
    }

    private Optional<Texts> obstacle(Drop drop, Optional<Bundle> before) {
        Description jar = drop.description;
        for (Bundle host : jar.host().map(bundles::named).orElse(List.of())) {
            if (!Bundles.isDropped(host)) {
                return Optional.of(Texts.of(
                                "és un fragment de %s, que és una part del node",
                                "es un fragmento de %s, que es una parte del nodo",
                                "is a fragment of %s, which is a part of the node")
                        .with(host.getSymbolicName()));
            }
        }
        for (Bundle other : bundles.named(jar.symbolicName())) {
            if (before.equals(Optional.of(other))) {
                continue;
            }
            if (!Bundles.isDropped(other)) {
                return Optional.of(Texts.of(
                                "substituiria %s, que és una part del node",
                                "sustituiría a %s, que es una parte del nodo",
                                "would replace %s, which is a part of the node")
                        .with(jar.symbolicName()));
            }
            boolean same = other.getVersion().equals(jar.version());
            if (same || (jar.singleton() && Bundles.isSingleton(other))) {
                return Optional.of(
                        same
                                ? Texts.of(
                                                "és %s, i %s ja és el mateix: traieu-ne un",
                                                "es %s, y %s ya es lo mismo: quite uno",
                                                "is %s, and %s is the same already: remove one of them")
                                        .with(jar, Bundles.fileName(other))
                                : Texts.of(
                                                "és %s, i %s ja n'és la %s: traieu-ne un",
                                                "es %s, y %s ya es su versión %s: quite uno",
                                                "is %s, and %s is %s of it already: remove one of them")
                                        .with(jar, Bundles.fileName(other), other.getVersion()));
            }
        }
        return before.isPresent() ? lack.of(jar).map(lacks -> bundles.kept(drop.name, lacks)) : Optional.empty();
    }
}
