// SPDX-License-Identifier: Apache-2.0
package cloudy.api.guifi;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service of this node that guifi.net keeps a list of. Register one as an OSGi service, also for a service that is off:
 * it can then be declared there with one click.
 */
@ConsumerType
public interface GuifiService {

    /** What guifi.net calls the kind: {@code Proxy}, {@code DNS}, {@code SNPgraphs}. */
    String kind();

    /** What its nick at guifi.net begins with: {@code prx}, {@code dns}, {@code snp}. */
    String nickPrefix();

    /** What it is, for people. */
    Texts title();

    /** Its id at guifi.net, where the operator's settings have one. */
    OptionalLong id();

    /**
     * Keeps the id under which it has been declared; empty when it has been taken off the list. It is on the disk when
     * the call returns.
     *
     * @throws IOException when the disk does not take it
     */
    void declared(OptionalLong id, Caller by) throws IOException;
}
