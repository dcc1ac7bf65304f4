// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.Node;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * What this node is called now. It comes anew with every change of its settings, and whoever stood on it would, too: the
 * doors would be shut for the moment in which the operator changes the name. Until it has come first, this host is known
 * by its addresses alone. Safe for use by many threads.
 */
@Component(service = NodeNames.class)
public final class NodeNames {

    private static final String NAMELESS = "cloudy";

    private Optional<Node> node = Optional.empty();
    private Runnable whenChanged = () -> {};

    @Activate
    public NodeNames() {}

    NodeNames(Node node) {
        setNode(node);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setNode(Node now) {
        Runnable told;
        synchronized (this) {
            node = Optional.of(now);
            told = whenChanged;
        }
        told.run();
    }

    void unsetNode(Node before) {
        // What it was called is the best answer until it is known what it is called now.
    }

    /** Who wants to know when the answers may have changed. */
    synchronized void whenChanged(Runnable listener) {
        whenChanged = listener;
    }

    /** The name that people read. */
    synchronized String node() {
        return node.map(Node::name).orElse(NAMELESS);
    }

    /** All that this host answers to now. */
    Names host() {
        return Names.of(known());
    }

    private synchronized Optional<Node> known() {
        return node;
    }
}
