// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Says whether BIND takes a zone file. */
@FunctionalInterface
interface ZoneCheck {

    /**
     * Looks.
     *
     * @return what is against it, in the words of BIND; empty when nothing is
     * @throws IOException when nobody could look
     */
    Optional<String> refusal(Name zone, Path file) throws IOException, InterruptedException;
}
