// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether any interface can carry what neighbours say to all. */
@Component(service = Check.class)
public final class MulticastCheck implements Check {

    private final Link.Source links;

    @Activate
    public MulticastCheck() {
        this(Link::all);
    }

    MulticastCheck(Link.Source links) {
        this.links = links;
    }

    @Override
    public String id() {
        return "multicast";
    }

    @Override
    public Texts title() {
        return Texts.of("Multidifusió", "Multidifusión", "Multicast");
    }

    @Override
    public Finding look() throws IOException {
        List<Link> up = links.links().stream()
                .filter(link -> link.up() && !link.loopback() && link.addresses() > 0)
                .toList();
        if (up.isEmpty()) {
            return Finding.skipped(Texts.of(
                    "No hi ha cap interfície.", "No hay ninguna interfaz.", "There is no interface to look at."));
        }
        if (up.stream().anyMatch(Link::multicast)) {
            return Finding.fine(
                    Texts.of("La multidifusió és possible.", "La multidifusión es posible.", "Multicast is possible."));
        }
        String name = up.get(0).name();
        return Finding.warning(
                Texts.of(
                        "Cap interfície no fa multidifusió: els veïns de la xarxa local no senten aquest node.",
                        "Ninguna interfaz hace multidifusión: los vecinos de la red local no oyen este nodo.",
                        "No interface does multicast: neighbours in the LAN do not hear this node."),
                Texts.of(
                        "Activeu-la amb: ip link set " + name + " multicast on",
                        "Actívela con: ip link set " + name + " multicast on",
                        "Switch it on by: ip link set " + name + " multicast on"));
    }
}
