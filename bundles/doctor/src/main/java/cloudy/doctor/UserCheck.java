// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the node runs as an ordinary user, so that a hole in it is not one in the whole machine. */
@Component(service = Check.class)
public final class UserCheck implements Check {

    private final Kernel kernel;

    @Activate
    public UserCheck() {
        this(Path.of("/"));
    }

    UserCheck(Path root) {
        kernel = new Kernel(root);
    }

    @Override
    public String id() {
        return "user";
    }

    @Override
    public Texts title() {
        return Texts.of("Usuari del node", "Usuario del nodo", "The node's user");
    }

    @Override
    public Finding look() {
        OptionalLong user = kernel.number("proc/self/status", "Uid:\\s+[0-9]+\\s+([0-9]{1,15})\\s.*");
        if (user.isEmpty()) {
            return Kernel.untold();
        }
        if (user.getAsLong() != 0) {
            return Finding.fine(Texts.of(
                    "El node funciona com a usuari normal.",
                    "El nodo funciona como usuario normal.",
                    "The node runs as an ordinary user."));
        }
        return Finding.warning(
                Texts.of(
                        "El node funciona com a root: un forat en un servei ho seria a tota la màquina.",
                        "El nodo funciona como root: un agujero en un servicio lo sería en toda la máquina.",
                        "The node runs as root: a hole in a service would be one in the whole machine."),
                Texts.of(
                        "Feu un usuari per al node, doneu-li la carpeta (chown -R) i engegueu-lo amb ell.",
                        "Haga un usuario para el nodo, dele la carpeta (chown -R) y arránquelo con él.",
                        "Make a user for the node, give the folder to it (chown -R), and start the node as that user."));
    }
}
