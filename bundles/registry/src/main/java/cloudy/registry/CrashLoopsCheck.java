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

/** Whether the program of a service ends again and again. */
@Component(service = Check.class)
public final class CrashLoopsCheck implements Check {

    private final LocalServices services;

    @Activate
    public CrashLoopsCheck(@Reference LocalServices services) {
        this.services = services;
    }

    @Override
    public String id() {
        return "crash-loops";
    }

    @Override
    public Texts title() {
        return Texts.of("Programes que acaben", "Programas que terminan", "Programs that end");
    }

    @Override
    public Finding look() {
        Optional<Texts> all = Afflicted.by(Run.CRASH_LOOPING, services);
        if (all.isEmpty()) {
            return Finding.fine(Texts.of(
                    "Els programes dels serveis funcionen.",
                    "Los programas de los servicios funcionan.",
                    "The programs of the services keep running."));
        }
        return Finding.fault(
                Texts.of(
                                "Hi ha programes que acaben una vegada i una altra: %s",
                                "Hay programas que terminan una y otra vez: %s", "Programs end again and again: %s")
                        .with(all.get()),
                Texts.of(
                        "Llegiu el registre del servei i corregiu-ne la configuració; després torneu-lo a engegar.",
                        "Lea el registro del servicio y corrija su configuración; después arránquelo de nuevo.",
                        "Read the service's log and mend its settings; then start it again."));
    }
}
