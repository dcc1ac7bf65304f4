// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

import cloudy.api.action.NeighbourAction;
import cloudy.api.network.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actions that there are. They are other people's code: one that throws, or does not say who it is, is left out and
 * logged once, and the others go on.
 */
@Component(service = Actions.class)
public final class Actions {

    private static final Logger log = LoggerFactory.getLogger(Actions.class);

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    /** A question that an action is asked. */
    interface Question<T> {

        T ask(NeighbourAction action) throws Exception;
    }

    /** Beside each action how it was complained of already. */
    private final Map<NeighbourAction, Boolean> complained = new ConcurrentHashMap<>();

    /** By id, and for one id the one that came first. */
    private final Map<String, List<NeighbourAction>> byId = new TreeMap<>();

    @Reference(
            service = NeighbourAction.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    synchronized void addAction(NeighbourAction action) {
        Optional<String> id =
                ask(action, NeighbourAction::id).filter(text -> ID.matcher(text).matches());
        if (id.isEmpty()) {
            log.warn("{} is left out: its id must be 1 to 32 of a-z, 0-9 and -", action.getClass());
            return;
        }
        List<NeighbourAction> same = byId.computeIfAbsent(id.get(), missing -> new ArrayList<>(1));
        same.add(action);
        if (same.size() > 1) {
            log.warn(
                    "{} is left out: {} has the id {} already",
                    action.getClass(),
                    same.get(0).getClass(),
                    id.get());
        }
    }

    synchronized void removeAction(NeighbourAction action) {
        byId.values().forEach(same -> same.removeIf(known -> known == action));
        byId.values().removeIf(List::isEmpty);
        complained.remove(action);
    }

    /** The actions by id. */
    synchronized Map<String, NeighbourAction> all() {
        Map<String, NeighbourAction> all = new TreeMap<>();
        byId.forEach((id, same) -> all.put(id, same.get(0)));
        return all;
    }

    Optional<NeighbourAction> find(String id) {
        return Optional.ofNullable(all().get(id));
    }

    /** Asks an action something; empty when it throws, or answers null. */
    <T> Optional<T> ask(NeighbourAction action, Question<T> question) {
        try {
            return Optional.ofNullable(question.ask(action));
        } catch (Exception | LinkageError e) {
            if (complained.putIfAbsent(action, true) == null) {
                log.warn("{} failed; it is left out where it does", action.getClass(), e);
            }
            return Optional.empty();
        }
    }

    boolean fits(NeighbourAction action, Announcement announcement) {
        return ask(action, asked -> asked.fits(announcement)).orElse(false);
    }
}
