// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The proxy in the HTTP API, and the scripts that browsers fetch. */
@Component(service = Operations.class)
public final class ProxyOperations implements Operations {

    /** No longer than that a browser goes on with a proxy that is not there any more. */
    private static final String AGE = "public, max-age=60";

    private final Neighbours neighbours;

    /** Comes anew with each change of the settings; the contract of the API stays. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ProxyService service;

    @Activate
    public ProxyOperations(@Reference Neighbours neighbours) {
        this(neighbours, null);
    }

    ProxyOperations(Neighbours neighbours, ProxyService service) {
        this.neighbours = neighbours;
        this.service = service;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "getProxyScript", call -> script(),
                "getWpad", call -> script(),
                "getProxy", call -> Answer.ok(Overview.of(service(), neighbours, call.languages())),
                "listProxyUsers", call -> Answer.ok(Map.of("items", users())),
                "putProxyUser", this::putUser,
                "removeProxyUser", this::removeUser,
                "refreshProxyFederation",
                        call -> {
                            service().proxy().ifPresent(Proxy::refresh);
                            return Answer.done();
                        });
    }

    private ProxyService service() {
        return Optional.ofNullable(service)
                .orElseThrow(() -> Problem.of(
                        503,
                        Texts.of(
                                "El proxy es posa a punt; torneu-ho a provar d'aquí a un moment.",
                                "El proxy se pone a punto; vuelva a intentarlo dentro de un momento.",
                                "The proxy is being made ready; try again in a moment.")));
    }

    /** To who has no proxy to offer nobody has to listen: without a script a browser goes its usual way. */
    private Answer script() {
        List<ProxyAddress> proxies = neighbours.proxies();
        if (proxies.isEmpty()) {
            throw Problem.of(
                    404,
                    Texts.of(
                            "Aquest node no ofereix cap proxy.",
                            "Este nodo no ofrece ningún proxy.",
                            "This node offers no proxy."));
        }
        byte[] script = Pac.write(proxies, neighbours.mayGoDirect()).getBytes(UTF_8);
        return Answer.bytes(Pac.TYPE, script).with("Cache-Control", AGE);
    }

    private List<Map<String, String>> users() throws IOException {
        return service().users().names().stream()
                .map(name -> Map.of("name", name))
                .toList();
    }

    private Answer putUser(Call call) throws IOException {
        service().users().put(call.text("user"), call.bodyText("password").orElse(""));
        return applied();
    }

    private Answer removeUser(Call call) throws IOException {
        if (!service().users().remove(call.text("user"))) {
            throw Problem.of(
                    404,
                    Texts.of(
                            "Aquest usuari no és a la llista.",
                            "Este usuario no está en la lista.",
                            "This user is not on the list."));
        }
        return applied();
    }

    private Answer applied() {
        service().proxy().ifPresent(Proxy::apply);
        return Answer.done();
    }
}
