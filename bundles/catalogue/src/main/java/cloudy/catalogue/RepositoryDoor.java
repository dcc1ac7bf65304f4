// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.rest.Problem;
import java.util.List;
import java.util.function.Consumer;

/** The door through which repositories are added, asked again and forgotten. */
final class RepositoryDoor {

    private static final String KIND = "catalogue.repository";

    /** Begins a job. */
    interface Beginning {
        /** Answers the job's id. */
        String begin(String kind, Texts title, Caller by, Jobs.Work work);
    }

    private final Repositories repositories;
    private final Turns turns;
    private final Reconciler reconciler;
    private final Shelves shelves;
    private final WishFile file;
    private final Beginning jobs;
    private final Consumer<String> changed;
    private final Runnable reconcile;

    /**
     * Makes one.
     *
     * @param changed is told which repository is another than before
     * @param reconcile has the node become what is wished, soon
     */
    RepositoryDoor(
            Repositories repositories,
            Turns turns,
            Reconciler reconciler,
            Shelves shelves,
            WishFile file,
            Beginning jobs,
            Consumer<String> changed,
            Runnable reconcile) {
        this.repositories = repositories;
        this.turns = turns;
        this.reconciler = reconciler;
        this.shelves = shelves;
        this.file = file;
        this.jobs = jobs;
        this.changed = changed;
        this.reconcile = reconcile;
    }

    /** Begins to fetch all that a repository brings, so that it can be installed; answers the job's id. */
    String add(Repositories.Preview preview, Caller by) {
        Source source = preview.source();
        return jobs.begin(
                KIND,
                Texts.of("Afegir el repositori %s", "Añadir el repositorio %s", "Add the repository %s")
                        .with(preview.file().name()),
                by,
                progress -> bring(preview, progress, () -> file.change(wish -> wish.with(source), by)));
    }

    /** Begins to fetch what a repository offers now, of which nothing is installed by that; answers the job's id. */
    String refresh(String name, Caller by) throws Exception {
        Shelves.Added added =
                named(name).stream().filter(Shelves.Added::wished).findFirst().orElseThrow(() -> none(name));
        Source source = added.source();
        if (source.key().isEmpty() && !added.features().isEmpty()) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "El seu SHA-256 està fixat, i per tant no en pot haver-hi res de més nou: torneu-lo a afegir"
                                    + " amb un altre, o amb la clau de qui el publica.",
                            "Su SHA-256 está fijado, así que no puede haber nada más nuevo: añádalo otra vez con otro, o"
                                    + " con la clave de quien lo publica.",
                            "Its SHA-256 is pinned, so there is nothing newer of it: add it again with another one, or with"
                                    + " its publisher's key."),
                    "name");
        }
        Texts title = Texts.of(
                        "Tornar a llegir el repositori %s",
                        "Volver a leer el repositorio %s", "Refresh the repository %s")
                .with(name);
        return jobs.begin(KIND, title, by, progress -> {
            progress.step(Texts.of("Es pregunta a %s", "Se pregunta a %s", "Asking %s")
                    .with(source.address()));
            Repositories.Preview preview = repositories.preview(source);
            if (repositories.has(preview)) {
                progress.log("It offers what it did before.");
                progress.percent(100);
            } else {
                bring(preview, progress, () -> {});
            }
            // What is wished of it may have waited for this.
            reconcile.run();
        });
    }

    private void bring(Repositories.Preview preview, Jobs.Progress progress, Turns.Step remember) throws Exception {
        String name = preview.file().name();
        turns.take(() -> {
            Stored stored = repositories.fetch(preview, progress);
            progress.step(Texts.of("S'afegeix %s", "Se añade %s", "Adding %s").with(name));
            try {
                reconciler.open(stored);
                remember.run();
            } finally {
                // Of what failed, or is not wished any more, nothing stays.
                reconciler.clear(file.read());
            }
        });
        progress.percent(100);
        progress.result("repository", name);
        changed.accept(name);
    }

    /** Forgets a repository of which nothing is installed. */
    void remove(String name, Caller by) throws Exception {
        List<Shelves.Added> named = named(name);
        if (named.isEmpty()) {
            throw none(name);
        }
        List<String> installed =
                named.stream().flatMap(each -> each.installed().stream()).toList();
        if (!installed.isEmpty()) {
            throw Problem.of(
                    409,
                    Texts.of(
                                    "Primer cal desinstal·lar el que en ve: %s.",
                                    "Primero hay que desinstalar lo que viene de él: %s.",
                                    "Remove first what is installed from it: %s.")
                            .with(String.join(", ", installed)),
                    "name");
        }
        Source source = named.get(0).source();
        file.change(wish -> wish.without(source), by);
        reconcile.run();
        changed.accept(name);
    }

    private List<Shelves.Added> named(String name) throws Exception {
        return shelves.added().stream().filter(each -> each.name().equals(name)).toList();
    }

    private static Problem none(String name) {
        return Problem.notFound(
                Texts.of("No hi ha cap dipòsit %s.", "No hay ningún repositorio %s.", "There is no repository %s.")
                        .with(name));
    }
}
