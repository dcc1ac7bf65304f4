// SPDX-License-Identifier: Apache-2.0
package cloudy.api.job;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Work that takes longer than a request. One OSGi service.
 *
 * <p>What has been said of a job survives a restart for 30 days; a job that ran when the node ended is {@link
 * Job.State#INTERRUPTED} afterwards, never taken for done. Safe for use by many threads.
 */
@ProviderType
public interface Jobs {

    /**
     * Begins some work, on a thread of its own. At most four run at a time, others wait their turn.
     *
     * @param kind what kind of work, for programs: {@code catalogue.install}
     * @param title what it does, for people: {@code Install Syncthing}
     * @throws java.util.concurrent.RejectedExecutionException when 64 wait already
     * @throws java.io.UncheckedIOException when the disk does not take that there is one; it does not begin then
     */
    Job start(String kind, Texts title, Caller by, Work work);

    /** Begins some work whose title is the same in every language. */
    default Job start(String kind, String title, Caller by, Work work) {
        return start(kind, Texts.of(title), by, work);
    }

    /** Every job that is remembered, the latest first. */
    List<Job> all();

    /** One job. */
    Optional<Job> find(String id);

    /** The lines that a job has written, oldest first, at most 5,000; empty for an unknown one. */
    List<String> log(String id);

    /**
     * Asks a job to stop: one that waits never begins, one that runs is interrupted and told by {@link
     * Progress#cancelled}.
     *
     * @return false when it is unknown or has ended
     */
    boolean cancel(String id);

    /**
     * Follows a job: told how it is now and then each time something of it changes, in order, by a thread of the jobs'
     * room; the watcher must not block. It ends by itself after the job has.
     */
    Watch watch(String id, Consumer<Job> watcher);

    /** An ongoing look at a job. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }

    /** The work itself. */
    @FunctionalInterface
    interface Work {

        /**
         * Does it.
         *
         * @throws InterruptedException when it was cancelled
         * @throws Exception when it failed; what {@link cloudy.api.form.Explained} has of it is the reason shown, so it
         *     is a plain sentence
         */
        void run(Progress progress) throws Exception;
    }

    /** How work says how far it is. */
    interface Progress {

        /** What is done now, said in every language alike; written to the log, too. */
        void step(String words);

        /** What is done now: {@code Starting Syncthing}; written to the log, too, in English. */
        default void step(Texts words) {
            step(words.english());
        }

        /** How much is done, 0 to 100. */
        void percent(int done);

        /** A line for the log; one longer than 2,000 characters is cut. */
        void log(String line);

        /** Something that came of it, for programs. */
        void result(String key, String value);

        /** Who wanted it: what it changes is changed in that name. */
        default Caller by() {
            return Caller.node();
        }

        /** Whether it should stop. */
        boolean cancelled();
    }
}
