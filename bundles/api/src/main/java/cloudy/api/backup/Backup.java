// SPDX-License-Identifier: Apache-2.0
package cloudy.api.backup;

import cloudy.api.doctor.Finding;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What of a service has to be saved so that it can be brought back, on this node or on another. Register one as an OSGi
 * service, also for a service that is off: its data are there all the same. Settings in {@code etc/} need no mention.
 */
@ConsumerType
public interface Backup {

    /** The service whose data they are, by its id: {@code cloudy.syncthing}. */
    String service();

    /**
     * What has to be saved now; nothing while there are no data yet. Called by one thread at a time; reads no more than a
     * few small files, and asks no program and no network.
     *
     * @throws Exception when it cannot be said, for the reason in the message: a plain sentence
     */
    List<Part> parts() throws Exception;

    /**
     * Looks whether a copy is whole: after it was made, and before it takes the place of what is there.
     *
     * @param copy a folder in which what was saved of each part lies under the part's name; it may be a stranger's
     * @throws Exception is a finding, too: that nobody could look, for the reason in the message
     */
    Finding check(Path copy) throws Exception;
}
