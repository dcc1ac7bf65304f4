// SPDX-License-Identifier: Apache-2.0
package cloudy.api.guifi;

import java.io.IOException;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * guifi.net's own data. One OSGi service, there only while the feature {@code cloudy-guifi} is installed.
 *
 * <p>A call asks guifi.net, on the caller's thread and for at most a few minutes, unless its freshness stamp says that
 * nothing changed. What comes is read, bounded and judged as a whole before it takes the place of the last good copy on
 * the disk; when guifi.net cannot be reached, or says what cannot be right, that copy is the answer, and
 * {@link Copy#stale} says so. So all goes on working while guifi.net is away. When to ask is up to the caller: the
 * custom of the network is every half hour, not everybody at the same moment.
 *
 * <p>Safe for use by many threads; those who ask for the same wait for one answer.
 */
@ProviderType
public interface GuifiNetwork {

    /**
     * The proxies that are federated with one.
     *
     * @param service the proxy's id at guifi.net
     * @throws IOException when guifi.net cannot be asked and there is no copy yet; a plain sentence
     */
    Copy<Federation> federation(long service) throws IOException;

    /**
     * The domains that a name server answers for.
     *
     * @param service the name server's id at guifi.net
     * @throws IOException when guifi.net cannot be asked and there is no copy yet; a plain sentence
     */
    Copy<Domains> domains(long service) throws IOException;

    /**
     * The addresses of all devices, one after the other, since there are more than fit into a small memory.
     *
     * @param version of the copy that the caller has worked through before, empty for none: when it still is the one,
     *     nothing is handed over
     * @param reader is told each address in the order of the file, by the calling thread; what it throws ends the call
     * @return how many addresses there are
     * @throws IOException when guifi.net cannot be asked and there is no copy yet; a plain sentence
     */
    Copy<Long> addresses(String version, Consumer<DeviceAddress> reader) throws IOException;
}
