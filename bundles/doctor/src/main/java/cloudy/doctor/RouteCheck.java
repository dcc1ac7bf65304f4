// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether there is a way beyond the own network. Many a community node needs none. */
@Component(service = Check.class)
public final class RouteCheck implements Check {

    private final Kernel kernel;

    @Activate
    public RouteCheck() {
        this(Path.of("/"));
    }

    RouteCheck(Path root) {
        kernel = new Kernel(root);
    }

    @Override
    public String id() {
        return "default-route";
    }

    @Override
    public Texts title() {
        return Texts.of("Camí cap a fora", "Camino hacia fuera", "Way out");
    }

    @Override
    public Finding look() {
        return kernel.hasDefaultRoute()
                ? Finding.fine(Texts.of(
                        "Hi ha una ruta per defecte.", "Hay una ruta por defecto.", "There is a default route."))
                : Finding.skipped(Texts.of(
                        "No hi ha ruta per defecte: el node només arriba a la seva xarxa.",
                        "No hay ruta por defecto: el nodo solo llega a su red.",
                        "There is no default route: the node reaches its own network only."));
    }
}
