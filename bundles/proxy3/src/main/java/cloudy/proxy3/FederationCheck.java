// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.Federation;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether guifi.net's list of the federation is here, is not old, and knows this proxy. */
@Component(service = Check.class)
public final class FederationCheck implements Check {

    private static final Duration OLD = Duration.ofHours(24);

    private final ProxyService service;
    private final Clock clock;

    @Activate
    public FederationCheck(@Reference ProxyService service) {
        this(service, Clock.systemUTC());
    }

    FederationCheck(ProxyService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "proxy3-federation";
    }

    @Override
    public Texts title() {
        return Texts.of("Llista de la federació", "Lista de la federación", "List of the federation");
    }

    @Override
    public Finding look() {
        Optional<FederationList.State> state = service.proxy().flatMap(Proxy::federation);
        if (state.isEmpty()) {
            return Finding.skipped(
                    Texts.of("El proxy no està federat.", "El proxy no está federado.", "The proxy is not federated."));
        }
        Optional<Copy<Federation>> copy = state.get().copy();
        if (copy.isEmpty()) {
            return Finding.fault(
                    Texts.of(
                                    "No se sap amb qui està federat el proxy: %s.",
                                    "No se sabe con quién está federado el proxy: %s.",
                                    "Nobody knows with whom the proxy is federated: %s.")
                            .with(state.get().fault()),
                    Texts.of(
                            "Instal·leu cloudy-guifi, i comproveu que aquest node arriba a guifi.net.",
                            "Instale cloudy-guifi, y compruebe que este nodo llega a guifi.net.",
                            "Install cloudy-guifi, and see that this node gets to guifi.net."));
        }
        Duration age = Duration.between(copy.get().asOf(), clock.instant());
        if (!copy.get().stale().isEmpty() && age.compareTo(OLD) > 0) {
            return Finding.warning(
                    Texts.of(
                                    "La llista de la federació és de fa %s hores: %s.",
                                    "La lista de la federación es de hace %s horas: %s.",
                                    "The list of the federation is %s hours old: %s.")
                            .with(age.toHours(), copy.get().stale()),
                    Texts.of(
                            "El proxy continua amb aquesta llista; comproveu que aquest node arriba a guifi.net.",
                            "El proxy sigue con esta lista; compruebe que este nodo llega a guifi.net.",
                            "The proxy goes on with this list; see that this node gets to guifi.net."));
        }
        Federation list = copy.get().value();
        long id = service.settings().map(said -> said.id().orElse(0)).orElse(0L);
        if (list.own().service() != id) {
            return Finding.warning(
                    Texts.of(
                                    "guifi.net no coneix cap proxy amb el número %s.",
                                    "guifi.net no conoce ningún proxy con el número %s.",
                                    "guifi.net knows no proxy with the number %s.")
                            .with(id),
                    Texts.of(
                            "Declareu el proxy a guifi.net, o corregiu el número a la configuració.",
                            "Declare el proxy en guifi.net, o corrija el número en la configuración.",
                            "Declare the proxy at guifi.net, or correct the number in the settings."));
        }
        return Finding.fine(Texts.of(
                        "La llista de la federació és aquí; proxys: %s.",
                        "La lista de la federación está aquí; proxys: %s.",
                        "The list of the federation is here; proxies: %s.")
                .with(list.peers().size()));
    }
}
