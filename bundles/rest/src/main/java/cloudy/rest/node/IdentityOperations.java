// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.util.Base64;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Tells anyone who this node is: what it announces of itself, and its public key. */
@Component(service = Operations.class)
public final class IdentityOperations implements Operations {

    private record Identity(String id, String name, String publicKey, String version, String api) {}

    /** Comes anew with every change of its settings. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Node node;

    private final String version;

    @Activate
    public IdentityOperations(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    IdentityOperations(String version) {
        this.version = version;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("getIdentity", this::identity);
    }

    private Answer identity(Call call) {
        Node now = node;
        if (now == null) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "S'està llegint la configuració del node; torneu-ho a provar d'aquí a un moment.",
                            "Se está leyendo la configuración del nodo; vuelva a intentarlo dentro de un momento.",
                            "The node's settings are being read; ask again in a moment."));
        }
        String key = Base64.getEncoder().encodeToString(now.publicKey());
        return Answer.ok(new Identity(now.id(), now.name(), key, version, "/api/v1"));
    }
}
