// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import org.osgi.service.component.annotations.Component;

/** Clusters, and what of them is published, in the console. */
@Component(service = Page.class)
public final class KubernetesPage implements Page {

    @Override
    public String service() {
        return KubernetesService.PID;
    }

    @Override
    public Texts title() {
        return Texts.of("Clústers i serveis", "Clústeres y servicios", "Clusters and services");
    }
}
