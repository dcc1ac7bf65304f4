// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Health;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the account may do in each cluster what the settings want. */
@Component(service = Check.class)
public final class RightsCheck implements Check {

    private final KubernetesService service;

    @Activate
    public RightsCheck(@Reference KubernetesService service) {
        this.service = service;
    }

    @Override
    public String id() {
        return "kubernetes-rights";
    }

    @Override
    public Texts title() {
        return Texts.of("Permisos a Kubernetes", "Permisos en Kubernetes", "Rights in Kubernetes");
    }

    @Override
    public Finding look() {
        Optional<Clusters> clusters = service.clusters();
        if (clusters.isEmpty()) {
            return Finding.skipped(Health.off().why());
        }
        List<String> missing = new ArrayList<>();
        for (Cluster cluster : clusters.get().all()) {
            cluster.link().ifPresent(link -> {
                List<String> lacking =
                        new ArrayList<>(cluster.rights().missing(clusters.get().settings()));
                link.lacking().forEach(what -> lacking.add("cloudy-read (" + what + ')'));
                if (!lacking.isEmpty()) {
                    missing.add(cluster.name() + ": " + String.join(", ", lacking));
                }
            });
        }
        if (missing.isEmpty()) {
            return Finding.fine(Texts.of(
                    "El compte pot fer el que cal.",
                    "La cuenta puede hacer lo necesario.",
                    "The account may do what is needed."));
        }
        return Finding.warning(
                Texts.of("Falten rols: %s", "Faltan roles: %s", "Roles are missing: %s")
                        .with(String.join("; ", missing)),
                Texts.of(
                        "Apliqueu distribution/kubernetes/roles.yaml, o apagueu a la configuració el que no calgui.",
                        "Aplique distribution/kubernetes/roles.yaml, o apague en la configuración lo que no haga falta.",
                        "Apply distribution/kubernetes/roles.yaml, or switch off in the settings what is not needed."));
    }
}
