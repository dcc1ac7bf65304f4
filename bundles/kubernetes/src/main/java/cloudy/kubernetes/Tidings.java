// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Offer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes back to the cluster what became of each thing, so that {@code kubectl describe} says it.
 *
 * <p>The name of an event is made from what it says: after a restart of this node the same is not said again.
 */
final class Tidings {

    /** Sent at a time; the others wait for the next. */
    private static final int MOST = 20;

    private static final int CONFLICT = 409;

    private final String nodeId;
    private final Clock clock;
    private final Map<String, String> told = new HashMap<>();
    private final Map<String, Event> waiting = new LinkedHashMap<>();

    Tidings(String nodeId, Clock clock) {
        this.nodeId = nodeId;
        this.clock = clock;
    }

    /** These are the things now. */
    synchronized void are(List<Entry> entries) {
        var there = new HashMap<String, Entry>();
        for (Entry entry : entries) {
            if (entry.state() != Entry.State.UNWISHED) {
                String message = message(entry);
                there.put(entry.uid(), entry);
                if (!message.equals(told.put(entry.uid(), message))) {
                    waiting.put(entry.uid(), event(entry, message));
                }
            }
        }
        told.keySet().retainAll(there.keySet());
        waiting.keySet().retainAll(there.keySet());
    }

    /**
     * Sends some of them. Blocks.
     *
     * @return whether there are more
     * @throws KubernetesClientException when the cluster does not take them; they wait
     */
    boolean send(KubernetesClient client) {
        for (int sent = 0; sent < MOST; sent++) {
            Event event = next();
            if (event == null) {
                return false;
            }
            try {
                client.v1()
                        .events()
                        .inNamespace(event.getMetadata().getNamespace())
                        .resource(event)
                        .create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != CONFLICT) {
                    synchronized (this) {
                        waiting.putIfAbsent(event.getInvolvedObject().getUid(), event);
                    }
                    throw e;
                }
            }
        }
        return true;
    }

    private synchronized Event next() {
        var first = waiting.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        Event event = first.next();
        first.remove();
        return event;
    }

    static String message(Entry entry) {
        return entry.state() == Entry.State.PUBLISHED
                ? "published as " + entry.offers().stream().map(Tidings::shown).collect(Collectors.joining(", "))
                : "not published: " + entry.why().english();
    }

    private static String shown(Offer offer) {
        return offer.type() + " \"" + offer.description() + "\" at "
                + offer.address().map(address -> address.getHostAddress()).orElse("") + ':' + offer.port();
    }

    private Event event(Entry entry, String message) {
        boolean good = entry.state() == Entry.State.PUBLISHED;
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(entry.name() + '.' + Keys.hash(entry.uid() + message))
                .withNamespace(entry.namespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(entry.kind().equals(Plan.INGRESS) ? "networking.k8s.io/v1" : "v1")
                .withKind(entry.kind())
                .withNamespace(entry.namespace())
                .withName(entry.name())
                .withUid(entry.uid())
                .endInvolvedObject()
                .withReason(good ? "Published" : "NotPublished")
                .withMessage(message)
                .withType(good ? "Normal" : "Warning")
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent("cloudy")
                .endSource()
                .withReportingComponent("cloudy.community/publisher")
                .withReportingInstance(nodeId)
                .build();
    }
}
