// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterState;
import cloudy.api.cluster.ClusterState.Kind;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether this node is in touch with the community, if it is meant to be. */
@Component(service = Check.class)
public final class ClusterCheck implements Check {

    private final Cluster cluster;
    private final Settings settings;

    @Activate
    public ClusterCheck(@Reference Cluster cluster, @Reference Settings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    @Override
    public String id() {
        return "cluster";
    }

    @Override
    public Texts title() {
        return Texts.of("Xarxa comunitària", "Red comunitaria", "Community network");
    }

    @Override
    public Finding look() {
        ClusterState state = cluster.state();
        if (state.kind() == Kind.OFF) {
            return Finding.skipped(Texts.of(
                    "Serf és apagat: el node només parla amb la xarxa local.",
                    "Serf está apagado: el nodo solo habla con la red local.",
                    "Serf is off: the node speaks with its LAN only."));
        }
        if (state.kind() == Kind.DOWN) {
            Texts why = state.why().clean(300);
            return Finding.fault(
                    Texts.of("Serf no funciona: %s", "Serf no funciona: %s", "Serf does not work: %s")
                            .with(why),
                    Texts.of(
                            "Instal·leu el paquet serf si falta, i mireu que el port 5000 sigui lliure.",
                            "Instale el paquete serf si falta, y mire que el puerto 5000 esté libre.",
                            "Install the package serf if it is missing, and see that port 5000 is free."));
        }
        if (!state.warnings().isEmpty()) {
            Texts why = Texts.joined("; ", state.warnings()).clean(500);
            return Finding.warning(
                    Texts.of("Serf avisa: %s", "Serf avisa: %s", "Serf warns: %s")
                            .with(why),
                    Texts.of(
                            "Mireu les adreces i la clau a etc/cloudy.serf.cfg.",
                            "Mire las direcciones y la clave en etc/cloudy.serf.cfg.",
                            "See to the addresses and the key in etc/cloudy.serf.cfg."));
        }
        boolean joins = !settings.read("cloudy.serf").getOrDefault("join", "").isBlank();
        if (state.kind() == Kind.ALONE && joins) {
            return Finding.warning(
                    Texts.of(
                            "El node és sol: no arriba a cap membre de la comunitat.",
                            "El nodo está solo: no llega a ningún miembro de la comunidad.",
                            "The node is alone: it reaches no member of the community."),
                    Texts.of(
                            "Mireu que el port 5000, TCP i UDP, passi el tallafocs, i que les adreces \"join\" siguin"
                                    + " bones.",
                            "Mire que el puerto 5000, TCP y UDP, pase el cortafuegos, y que las direcciones \"join\""
                                    + " sean"
                                    + " buenas.",
                            "See that port 5000, TCP and UDP, passes the firewall, and that the \"join\" addresses are"
                                    + " right."));
        }
        return Finding.fine(Texts.of(
                state.alive() + " membres responen.",
                state.alive() + " miembros responden.",
                state.alive() + " members answer."));
    }
}
