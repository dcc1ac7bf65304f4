// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.rest.contract.ContractSource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.Map;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Shows the contract to people, with the network cut as well as with it. */
@Component(service = Operations.class)
public final class DocsOperations implements Operations {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record Drawn(Map<String, Object> contract, Answer page) {}

    /** Got only when it is needed: what has the contract needs these operations for it. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile ComponentServiceObjects<ContractSource> source;

    /** The page is for anyone, and drawing it takes a while on a small board. */
    private volatile SoftReference<Drawn> drawn = new SoftReference<>(null);

    private final byte[] style;

    @Activate
    public DocsOperations() throws IOException {
        try (InputStream in = DocsOperations.class.getResourceAsStream("docs.css")) {
            style = in.readAllBytes();
        }
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("getDocs", this::docs, "getDocsStyle", call -> style());
    }

    private Answer docs(Call call) {
        Map<String, Object> contract = contract();
        Drawn last = drawn.get();
        if (last == null || last.contract() != contract) {
            byte[] page = DocsPage.of(contract).getBytes(UTF_8);
            last = new Drawn(
                    contract, Answer.bytes("text/html; charset=utf-8", page).with("Content-Security-Policy", POLICY));
            drawn = new SoftReference<>(last);
        }
        return last.page();
    }

    private Answer style() {
        return Answer.bytes("text/css; charset=utf-8", style);
    }

    private Map<String, Object> contract() {
        ComponentServiceObjects<ContractSource> objects = source;
        ContractSource found = objects == null ? null : objects.getService();
        if (found == null) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "S'està aplegant el contracte; torneu-ho a provar d'aquí a un moment.",
                            "Se está reuniendo el contrato; vuelva a intentarlo dentro de un momento.",
                            "The contract is being put together; ask again in a moment."));
        }
        try {
            return found.contract();
        } finally {
            objects.ungetService(found);
        }
    }
}
