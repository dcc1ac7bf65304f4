// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Health;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether every cluster answers. */
@Component(service = Check.class)
public final class ReachCheck implements Check {

    private final KubernetesService service;

    @Activate
    public ReachCheck(@Reference KubernetesService service) {
        this.service = service;
    }

    @Override
    public String id() {
        return "kubernetes-reachable";
    }

    @Override
    public Texts title() {
        return Texts.of("Clústers de Kubernetes", "Clústeres de Kubernetes", "Kubernetes clusters");
    }

    @Override
    public Finding look() {
        Optional<Clusters> clusters = service.clusters();
        if (clusters.isEmpty()) {
            return Finding.skipped(Health.off().why());
        }
        List<Texts> away = clusters.get().all().stream()
                .filter(cluster -> !cluster.fault().isEmpty())
                .map(cluster -> Texts.of("%s: %s").with(cluster.name(), cluster.fault()))
                .toList();
        if (away.isEmpty()) {
            return Finding.fine(
                    Texts.of("Tots els clústers responen.", "Todos los clústeres responden.", "All clusters answer."));
        }
        return Finding.fault(
                Texts.joined("; ", away),
                Texts.of(
                        "Comproveu que el node mestre estigui engegat i que l'adreça, el certificat i el token de"
                                + " etc/kubernetes siguin els seus.",
                        "Compruebe que el nodo maestro esté encendido y que la dirección, el certificado y el token de"
                                + " etc/kubernetes sean los suyos.",
                        "See that the master node is on, and that address, certificate and token in etc/kubernetes are"
                                + " its own."));
    }
}
