// SPDX-License-Identifier: Apache-2.0
package cloudy.api.action;

import cloudy.api.access.Role;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What can be done with somebody else's announcement: join it, watch it, open it. Register one as an OSGi service; it is
 * a resource of the API, a command, and a button beside each announcement that it fits.
 *
 * <p>An announcement is the word of a stranger: an action takes numbers from it as numbers and addresses as addresses,
 * and never lets its text choose a program, a file or a host of this node.
 */
@ConsumerType
public interface NeighbourAction {

    /** Names it: 1 to 32 lower-case letters, digits and hyphens, unique in the node. */
    String id();

    /** What the button says, two words at most. */
    Texts title();

    /** Whether it can be done with this announcement. Must not block: a page of entries is asked about. */
    boolean fits(Announcement announcement);

    /** Who may do it. */
    default Role role() {
        return Role.OPERATOR;
    }

    /**
     * Where a browser goes, for an action that is nothing but a link; it has no form, job or undoing.
     *
     * @return an address of {@code http} or {@code https} at the announced host, or empty for an action that runs
     */
    default Optional<URI> link(Announcement announcement) {
        return Optional.empty();
    }

    /** What has to be known first. */
    default Form form(Announcement announcement) {
        return Form.empty();
    }

    /**
     * Does it, as a job.
     *
     * @param values those of the form, checked against it: {@link String}, {@link Long}, {@link Double}, {@link Boolean},
     *     or a {@link List} of these
     * @return names what is joined now, for {@link #joined} and {@link #undo}: 1 to 128 characters; empty when nothing
     *     remains that could be undone
     * @throws Exception when it failed; the message is a plain sentence
     */
    default Optional<String> run(Announcement announcement, Map<String, Object> values, Jobs.Progress progress)
            throws Exception {
        throw new UnsupportedOperationException(id() + " is a link");
    }

    /** What is joined by this action now, over restarts. Must not block. */
    default List<Joined> joined() {
        return List.of();
    }

    /**
     * What is joined of that which an announcement is about; its state is shown beside the button. Must not block: an
     * entry is asked about each time that somebody looks at it.
     */
    default Optional<Joined> joined(Announcement announcement) {
        return Optional.empty();
    }

    /** Undoes it, as a job. */
    default void undo(String key, Jobs.Progress progress) throws Exception {
        throw new UnsupportedOperationException(id() + " leaves nothing to undo");
    }
}
