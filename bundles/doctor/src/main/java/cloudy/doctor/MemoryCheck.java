// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether programs could still have memory. */
@Component(service = Check.class)
public final class MemoryCheck implements Check {

    private static final long FEW_KB = 24 * 1024;

    private final Kernel kernel;

    @Activate
    public MemoryCheck() {
        this(Path.of("/"));
    }

    MemoryCheck(Path root) {
        kernel = new Kernel(root);
    }

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public Texts title() {
        return Texts.of("Memòria", "Memoria", "Memory");
    }

    @Override
    public Finding look() {
        OptionalLong total = kernel.number("proc/meminfo", "MemTotal:\\s+([0-9]{1,15}) kB");
        OptionalLong free = kernel.number("proc/meminfo", "MemAvailable:\\s+([0-9]{1,15}) kB");
        if (total.isEmpty() || free.isEmpty()) {
            return Kernel.untold();
        }
        String left = free.getAsLong() / 1024 + " MB";
        if (free.getAsLong() >= FEW_KB && free.getAsLong() >= total.getAsLong() / 20) {
            return Finding.fine(Texts.of(
                    "Queden " + left + " de memòria.",
                    "Quedan " + left + " de memoria.",
                    left + " of memory are free."));
        }
        return Finding.warning(
                Texts.of(
                        "Només queden " + left + " de memòria.",
                        "Solo quedan " + left + " de memoria.",
                        "Only " + left + " of memory are free."),
                Texts.of(
                        "Apagueu un servei que no feu servir, o feu servir una placa amb més memòria.",
                        "Apague un servicio que no use, o use una placa con más memoria.",
                        "Switch a service off that nobody uses, or use a board with more memory."));
    }
}
