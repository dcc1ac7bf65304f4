// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the processor keeps up. */
@Component(service = Check.class)
public final class LoadCheck implements Check {

    private static final int PER_PROCESSOR = 4;

    private final Kernel kernel;
    private final int processors;

    @Activate
    public LoadCheck() {
        this(Path.of("/"), Runtime.getRuntime().availableProcessors());
    }

    LoadCheck(Path root, int processors) {
        kernel = new Kernel(root);
        this.processors = processors;
    }

    @Override
    public String id() {
        return "load";
    }

    @Override
    public Texts title() {
        return Texts.of("Càrrega", "Carga", "Load");
    }

    @Override
    public Finding look() {
        OptionalLong load = kernel.number("proc/loadavg", "\\S+ \\S+ ([0-9]{1,9})\\.[0-9]+ .*");
        if (load.isEmpty()) {
            return Kernel.untold();
        }
        if (load.getAsLong() < (long) PER_PROCESSOR * processors) {
            return Finding.fine(
                    Texts.of("El processador dona l'abast.", "El procesador da abasto.", "The processor keeps up."));
        }
        return Finding.warning(
                Texts.of(
                        "Fa un quart que " + load.getAsLong() + " programes esperen el processador.",
                        "Hace un cuarto de hora que " + load.getAsLong() + " programas esperan el procesador.",
                        load.getAsLong() + " programs have been waiting for the processor for a quarter of an hour."),
                Texts.of(
                        "Mireu amb top quin programa el té ocupat, i apagueu-lo si no cal.",
                        "Mire con top qué programa lo tiene ocupado, y apáguelo si no hace falta.",
                        "See with top which program keeps it busy, and switch it off if it is not needed."));
    }
}
