// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the programs that services need are installed. */
@Component(service = Check.class)
public final class ProgramsCheck implements Check {

    private final LocalServices services;

    @Activate
    public ProgramsCheck(@Reference LocalServices services) {
        this.services = services;
    }

    @Override
    public String id() {
        return "programs";
    }

    @Override
    public Texts title() {
        return Texts.of("Programes dels serveis", "Programas de los servicios", "Programs of services");
    }

    @Override
    public Finding look() {
        Optional<Texts> all = Afflicted.by(Run.MISSING, services);
        if (all.isEmpty()) {
            return Finding.fine(
                    Texts.of("No falta cap programa.", "No falta ningún programa.", "No program is missing."));
        }
        return Finding.warning(
                Texts.of(
                                "Hi ha serveis sense el seu programa: %s",
                                "Hay servicios sin su programa: %s", "Services lack their program: %s")
                        .with(all.get()),
                Texts.of(
                        "Instal·leu el paquet que s'hi diu, o apagueu el servei.",
                        "Instale el paquete que se indica, o apague el servicio.",
                        "Install the package that is named, or switch the service off."));
    }
}
