// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at a file: may it be trusted, is it what was installed already, is it whole, is it a bundle. */
final class Checker {

    private final Path folder;
    private final Rights rights;
    private final Bundles bundles;
    private final Ledger ledger;
    private final Lines lines;
    private final Limits limits;

    Checker(Path folder, Rights rights, Bundles bundles, Ledger ledger, Lines lines, Limits limits) {
        this.folder = folder;
        this.rights = rights;
        this.bundles = bundles;
        this.ledger = ledger;
        this.lines = lines;
        this.limits = limits;
    }

    /** What the file holds; says why it is not taken. */
    Drop.Content check(Drop drop, long nanoTime) {
        var objection = rights.objectionToFile(drop.glance);
        if (objection.isPresent()) {
            lines.refused(drop.name, "", objection.get());
            return Drop.Content.DENIED;
        }
        // The framework's cache may have been thrown away, or somebody else may have updated the bundle.
        Optional<Ledger.Entry> installed = ledger.of(drop.name).filter(entry -> bundles.of(drop.name)
                .filter(bundle -> bundle.getLastModified() == entry.installed())
                .isPresent());
        if (installed.map(Ledger.Entry::glance).equals(Optional.of(drop.glance))) {
            drop.sha256 = installed.get().sha256();
            return Drop.Content.INSTALLED;
        }
        try {
            Path file = folder.resolve(drop.name);
            Archive archive = Archive.check(file);
            if (!Glance.at(file).equals(Optional.of(drop.glance))) {
                return unfinished(
                        drop,
                        nanoTime,
                        Texts.of(
                                "canvia mentre es llegeix",
                                "cambia mientras se lee",
                                "changes while it is being read"));
            }
            drop.sha256 = archive.sha256();
            if (installed.map(Ledger.Entry::sha256).equals(Optional.of(drop.sha256))) {
                ledger.put(
                        drop.name,
                        new Ledger.Entry(
                                drop.sha256, drop.glance, installed.get().installed()));
                return Drop.Content.INSTALLED;
            }
            drop.description = Description.of(archive.manifest());
            return Drop.Content.CHECKED;
        } catch (Refusal refusal) {
            if (refusal.perhapsUnfinished()) {
                return unfinished(drop, nanoTime, refusal.sentence());
            }
            refuse(drop, refusal.sentence());
        } catch (IOException unreadable) {
            refuse(
                    drop,
                    Texts.of("no es pot llegir: %s", "no se puede leer: %s", "cannot be read: %s")
                            .with(unreadable));
        }
        return Drop.Content.REFUSED;
    }

    /** Whoever copies it may still be at it: time enough to complain once it has been left alone for a while. */
    private Drop.Content unfinished(Drop drop, long nanoTime, Texts sentence) {
        drop.lookAt = drop.changedAt + limits.patience().toNanos();
        if (nanoTime - drop.lookAt < 0) {
            return Drop.Content.UNFINISHED;
        }
        refuse(drop, sentence);
        return Drop.Content.REFUSED;
    }

    private void refuse(Drop drop, Texts sentence) {
        lines.refused(drop.name, content(drop), bundles.kept(drop.name, sentence));
    }

    /** So that a complaint is repeated for another content, and only then. */
    private String content(Drop drop) {
        if (drop.glance.size() > Archive.MAX_FILE) {
            return "large";
        }
        try (var in = Files.newInputStream(folder.resolve(drop.name), LinkOption.NOFOLLOW_LINKS)) {
            return Sha256.of(in);
        } catch (IOException unreadable) {
            return "unreadable";
        }
    }
}
