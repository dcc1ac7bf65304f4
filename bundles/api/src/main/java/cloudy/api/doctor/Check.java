// SPDX-License-Identifier: Apache-2.0
package cloudy.api.doctor;

import cloudy.api.form.Texts;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks whether one thing of the node is as it should be. Register one as an OSGi service; the doctor runs it at start,
 * twice a day, and when somebody asks. Who knows at once that it would find something else now tells so by an {@link
 * cloudy.api.event.Event} of the type {@code check} with its id.
 */
@ConsumerType
public interface Check {

    /** Names it: 1 to 48 lower-case letters, digits and hyphens, unique in the node: {@code serf-reachable}. */
    String id();

    /** What is looked at, in a few words. */
    Texts title();

    /**
     * Looks. Called by one thread at a time; one that takes longer than ten seconds is interrupted, which is a finding by
     * itself.
     *
     * @throws Exception is a finding, too: that nobody could look, for the reason in the message
     */
    Finding look() throws Exception;
}
