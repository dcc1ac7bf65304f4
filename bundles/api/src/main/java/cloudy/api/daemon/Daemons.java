// SPDX-License-Identifier: Apache-2.0
package cloudy.api.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs programs and keeps them running. One OSGi service.
 *
 * <p>A program that ends is started again after a pause that grows from 0.1 s to 60 s, with jitter, for ever; one that
 * stayed up for a minute starts anew at 0.1 s. What a node that was killed left behind is ended before its successor is
 * started, so that no program ever runs twice. Safe for use by many threads.
 */
@ProviderType
public interface Daemons {

    /**
     * Has a program run from now on. Returns at once; the state tells how it goes.
     *
     * <p>Where a program of that name runs already, or was let go moments ago, and {@link Daemon#startsLike} says that
     * nothing changed, it goes on running and only changes hands: so a service whose component is re-created by a
     * setting that does not concern the program does not disturb it. Where only files or their checker changed, and the
     * program has a {@link Daemon#reload}, it reads them again once the checker is content, and goes on. The handle
     * before is dead from then on.
     *
     * @param watcher is told each new state, beginning with the present one, in order, by one thread; it must not
     *     block
     */
    Running run(Daemon daemon, Consumer<DaemonState> watcher);

    /** {@linkplain #run(Daemon, Consumer) The same}, for who asks {@link Running#state} when he wants to know. */
    default Running run(Daemon daemon) {
        return run(daemon, state -> {});
    }

    /** The programs that are looked after now, in the order of their names. */
    List<Running> all();

    /**
     * What a program that runs under a user of its own keeps for itself, where this node's user may not read it: a tar
     * archive (POSIX) of the file, or of the folder with all that is in it, in which names begin with the last of the path.
     * Made while it is read; the end is reached only of one that is whole.
     *
     * @param path absolute
     * @return to be closed by the caller; empty where what is there belongs to the node's own user, or to nobody who is
     *     known here
     */
    default Optional<InputStream> archive(Path path) throws IOException {
        return Optional.empty();
    }

    /** An ongoing look at what a program writes. */
    interface Following extends AutoCloseable {

        /** Ends it: the reader is not told anything that is written from now on. */
        @Override
        void close();
    }

    /** One program that is looked after. Safe for use by many threads. */
    interface Running extends AutoCloseable {

        /** What is run. */
        Daemon daemon();

        /** How it is at this moment. */
        DaemonState state();

        /** Ends the program and starts it again at once, without the pause of a crash. Returns at once. */
        void restart();

        /**
         * Has the program read its files again, those too that the service wrote itself: by {@link Daemon#reload} when
         * it is up, else, or where there is no such signal, by a restart. Returns at once.
         */
        default void reload() {
            restart();
        }

        /**
         * The last lines of what the program wrote to its standard output and error, oldest first; a line longer than
         * 2,000 characters is cut.
         *
         * @param lines at most so many; 1,000 are kept, over restarts of the node too
         */
        List<String> log(int lines) throws IOException;

        /**
         * Follows what the program writes from now on.
         *
         * @param reader is told each line by a thread of the supervisor's; lines are dropped, and the number of those
         *     is told in their place, when it is too slow
         * @return ends it when closed
         */
        Following follow(Consumer<String> reader);

        /**
         * Lets the program go: unless it is run again within two seconds it is asked to end, and killed after its stop
         * time, with all its children. Returns at once.
         */
        @Override
        void close();
    }
}
