// SPDX-License-Identifier: Apache-2.0
package cloudy.api.settings;

import cloudy.api.InvalidFieldException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The operator's wishes: {@code etc/cloudy.*.cfg}, of which this is the only writer. One OSGi service.
 *
 * <p>A PID names a file: {@code cloudy.node} is {@code etc/cloudy.node.cfg}, and {@code cloudy.external~etherpad}, one
 * of a list of things, is {@code etc/cloudy.external-etherpad.cfg}. The words of a PID are lower-case letters, digits
 * and dots, the name after {@code ~} has 1 to 64 letters, digits, {@code _} and {@code -}; another PID is refused
 * ({@link InvalidFieldException}, field {@code pid}), so none leads to another file.
 *
 * <p>Safe for use by many threads. A change is on the disk when the call returns, and in force soon after, exactly as
 * if the file had been edited by hand.
 */
@ProviderType
public interface Settings {

    /** The PIDs that have a file. */
    Set<String> pids();

    /**
     * The values in force.
     *
     * @return by key in the order of the file; empty when there is no such file
     */
    Map<String, String> read(String pid);

    /**
     * Stores settings: these values and no others.
     *
     * @throws InvalidFieldException when a value is not one; nothing is changed then
     * @throws IOException when the disk does not take it; nothing is changed then
     */
    void write(String pid, Map<String, String> values) throws IOException;

    /** Removes a file and its settings; nothing happens when there is none. */
    void delete(String pid) throws IOException;
}
