// SPDX-License-Identifier: Apache-2.0
package cloudy.api.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>Values are texts as a {@code .cfg} file has them; several are separated by commas. Safe for use by many threads. A
 * change is on the disk when the call returns, and in force soon after, exactly as if the file had been edited by hand.
 */
@ProviderType
public interface Settings {

    /** The PIDs that have a file. */
    Set<String> pids();

    /** The PIDs of which a bundle that is installed has said what settings it takes; of a list of things, its name. */
    Set<String> declared();

    /**
     * The values in force, without those of secrets.
     *
     * @return by key in the order of the file; empty when there is no such file
     */
    Map<String, String> read(String pid);

    /**
     * The value of a secret, for the component whose setting it is: secrets are in no service's properties. See {@link
     * Setting} for what a secret is, and which of them the component's {@code Config} has too.
     *
     * @return empty when it is not set
     */
    Optional<char[]> secret(String pid, String key);

    /** The secrets of a PID that are set. */
    Set<String> secrets(String pid);

    /**
     * What settings a PID takes, the standard ones of a service (on or off, who may hear of it) among them when it is a
     * service's; empty when no bundle has said so.
     */
    Optional<Form> form(String pid);

    /** Why files are not in force, one plain sentence each, by the name of the file. */
    Map<String, Texts> refusals();

    /** A word that changes whenever the file of a PID does, so that two who change it see each other; {@code none} for no file. */
    String version(String pid);

    /**
     * Stores settings: these values and no others, but secrets that are not named stay.
     *
     * @throws InvalidFieldException when a value is not one; nothing is changed then
     * @throws IOException when the disk does not take it; nothing is changed then
     */
    void write(String pid, Map<String, String> values, Caller by) throws IOException;

    /**
     * Changes some settings and leaves the others.
     *
     * @param changes the new values by key; an empty one goes back to what the service has by itself
     * @throws InvalidFieldException when a value is not one; nothing is changed then
     * @throws IOException when the disk does not take it; nothing is changed then
     */
    void change(String pid, Map<String, Optional<String>> changes, Caller by) throws IOException;

    /** Removes a file and its settings; nothing happens when there is none. It stays in the history. */
    void delete(String pid, Caller by) throws IOException;

    /** The last versions of a PID's settings, the newest first, at most {@value SettingsVersion#KEPT}. */
    List<SettingsVersion> history(String pid);

    /**
     * Puts an earlier version back in force, as a new one, with the secrets that it had.
     *
     * @throws InvalidFieldException when there is no such version, or it does not pass any more
     */
    void restore(String pid, String version, Caller by) throws IOException;
}
