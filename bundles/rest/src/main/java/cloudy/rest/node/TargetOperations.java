// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.net.Inet6Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Tells Prometheus where this node's own services are. A stranger's announcement must not steer who is scraped. */
@Component(service = Operations.class)
public final class TargetOperations implements Operations {

    private static final int MAX_TARGETS = 1_000;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile ServiceDirectory directory;

    @Activate
    public TargetOperations() {}

    @Override
    public Map<String, Operation> operations() {
        return Map.of("listTargets", this::targets);
    }

    private Answer targets(Call call) {
        ServiceDirectory known = directory;
        if (known == null) {
            // Prometheus goes on with the targets that it has when it is answered an error, and not when there are
            // none.
            throw Problem.of(
                    503,
                    Texts.of(
                            "El directori encara no hi és; torneu-ho a provar d'aquí a un moment.",
                            "El directorio aún no está; vuelva a intentarlo dentro de un momento.",
                            "The directory is not there yet; ask again in a moment."));
        }
        return Answer.ok(known.search(Query.all().heardBy("own").limit(MAX_TARGETS)).stream()
                .filter(one -> one.trust() == Trust.OWN && one.port() > 0)
                .map(TargetOperations::group)
                .toList());
    }

    private static Map<String, Object> group(Announcement own) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("__meta_cloudy_type", own.type());
        labels.put("__meta_cloudy_service", own.id());
        own.nodeId().ifPresent(id -> labels.put("__meta_cloudy_node", id));
        return Map.of("targets", List.of(target(own)), "labels", labels);
    }

    private static String target(Announcement own) {
        String host = own.address().getHostAddress();
        // The scope of an IPv6 address means something on this host only.
        String numbers = own.address() instanceof Inet6Address ? '[' + host.replaceFirst("%.*", "") + ']' : host;
        return numbers + ':' + own.port();
    }
}
