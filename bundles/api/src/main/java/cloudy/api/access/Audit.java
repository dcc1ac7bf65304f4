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
}
