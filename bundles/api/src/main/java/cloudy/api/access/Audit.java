// SPDX-License-Identifier: Apache-2.0
package cloudy.api.access;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The log of who changed what: append-only, each entry chained to the one before. One OSGi service.
 *
 * <p>The API writes an entry for every request that changes something, refused ones included; who changes the node in
 * another way (a file, the shell) says so here. Safe for use by many threads.
 */
@ProviderType
public interface Audit {

    /**
     * Appends an entry; it is on the disk when the call returns.
     *
     * @param from address of the caller, or empty
     * @param action what was done, in the API the id of its operation: {@code writeSettings}
     * @param target to what, such as a path or a PID
     * @param outcome {@code done}, or in a few words why not. Never a secret, here or in the target
     */
    void append(Caller caller, String from, String action, String target, String outcome);

    /**
     * Makes sure that an entry will find room, before that is done which it is to tell of: a disk that becomes full
     * meanwhile does not keep it out of the log.
     *
     * @return to be closed, whatever comes of it
     * @throws java.io.UncheckedIOException when the disk has no room for an entry; it must not be done then
     */
    default Room room() {
        return this::append;
    }

    /** Room for one entry. */
    @ProviderType
    interface Room extends AutoCloseable {

        /** Appends the entry, see {@link Audit#append}. */
        void append(Caller caller, String from, String action, String target, String outcome);

        /** Gives back what is left of the room. */
        @Override
        default void close() {}
    }
}
