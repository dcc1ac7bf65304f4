// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether this host has an address that others can reach. */
@Component(service = Check.class)
public final class InterfacesCheck implements Check {

    private final Link.Source links;

    @Activate
    public InterfacesCheck() {
        this(Link::all);
    }

    InterfacesCheck(Link.Source links) {
        this.links = links;
    }

    @Override
    public String id() {
        return "network";
    }

    @Override
    public Texts title() {
        return Texts.of("Interfícies de xarxa", "Interfaces de red", "Network interfaces");
    }

    @Override
    public Finding look() throws IOException {
        List<String> up = links.links().stream()
                .filter(link -> link.up() && !link.loopback() && link.addresses() > 0)
                .map(Link::name)
                .toList();
        if (up.isEmpty()) {
            return Finding.fault(
                    Texts.of(
                            "Cap interfície de xarxa té adreça.",
                            "Ninguna interfaz de red tiene dirección.",
                            "No network interface has an address."),
                    Texts.of(
                            "Connecteu el cable o la xarxa sense fils i mireu amb \"ip address\" si arriba una adreça.",
                            "Conecte el cable o la red inalámbrica y mire con \"ip address\" si llega una dirección.",
                            "Plug the cable in or join the wireless network, and see with \"ip address\" whether an address"
                                    + " comes."));
        }
        return Finding.fine(Texts.of(String.join(", ", up)));
    }
}
