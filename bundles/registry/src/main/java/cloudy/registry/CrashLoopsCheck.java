// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import java.util.List;
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
        List<Texts> all = services.all().stream()
                .filter(service -> service.run() == Run.CRASH_LOOPING)
                .limit(10)
                .map(service -> Texts.of(service.why().isEmpty() ? "%s" : "%s: %s")
                        .with(service.id(), service.why())
                        .clean(200))
                .toList();
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
                        .with(Texts.joined("; ", all)),
                Texts.of(
                        "Llegiu el registre del servei i corregiu-ne la configuració; després torneu-lo a engegar.",
                        "Lea el registro del servicio y corrija su configuración; después arránquelo de nuevo.",
                        "Read the service's log and mend its settings; then start it again."));
    }
}
