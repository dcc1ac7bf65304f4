// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether programs stand still for want of memory, as when a board swaps all the time. */
@Component(service = Check.class)
public final class SwapCheck implements Check {

    private static final long MUCH_PERCENT = 10;

    private final Kernel kernel;

    @Activate
    public SwapCheck() {
        this(Path.of("/"));
    }

    SwapCheck(Path root) {
        kernel = new Kernel(root);
    }

    @Override
    public String id() {
        return "memory-pressure";
    }

    @Override
    public Texts title() {
        return Texts.of("Espera de memòria", "Espera de memoria", "Waiting for memory");
    }

    @Override
    public Finding look() {
        OptionalLong stalled = kernel.number("proc/pressure/memory", "full .*avg300=([0-9]{1,3})\\.");
        if (stalled.isEmpty()) {
            return Kernel.untold();
        }
        if (stalled.getAsLong() < MUCH_PERCENT) {
            return Finding.fine(Texts.of(
                    "Els programes no esperen memòria.",
                    "Los programas no esperan memoria.",
                    "Programs do not wait for memory."));
        }
        String percent = stalled.getAsLong() + " %";
        return Finding.warning(
                Texts.of(
                        "Els programes han passat el " + percent + " del temps esperant memòria.",
                        "Los programas han pasado el " + percent + " del tiempo esperando memoria.",
                        "Programs have spent " + percent + " of the time waiting for memory."),
                Texts.of(
                        "Apagueu serveis fins que deixi de fer intercanvi, sobretot en una targeta SD.",
                        "Apague servicios hasta que deje de intercambiar, sobre todo en una tarjeta SD.",
                        "Switch services off until it no longer swaps, above all on an SD card."));
    }
}
