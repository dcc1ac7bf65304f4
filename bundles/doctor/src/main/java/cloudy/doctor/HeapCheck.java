// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the node itself has memory left, counted after it was cleared up. */
@Component(service = Check.class)
public final class HeapCheck implements Check {

    private static final long FULL_PERCENT = 90;

    private final LongSupplier percent;

    @Activate
    public HeapCheck() {
        this(() -> {
            long used = 0;
            long most = Runtime.getRuntime().maxMemory();
            for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
                if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
                    used += pool.getCollectionUsage().getUsed();
                }
            }
            return 100 * used / Math.max(1, most);
        });
    }

    HeapCheck(LongSupplier percent) {
        this.percent = percent;
    }

    @Override
    public String id() {
        return "heap";
    }

    @Override
    public Texts title() {
        return Texts.of("Memòria del node", "Memoria del nodo", "The node's own memory");
    }

    @Override
    public Finding look() {
        long full = percent.getAsLong();
        if (full < FULL_PERCENT) {
            return Finding.fine(Texts.of(
                    "El node fa servir el " + full + " % de la seva memòria.",
                    "El nodo usa el " + full + " % de su memoria.",
                    "The node uses " + full + " % of its memory."));
        }
        return Finding.warning(
                Texts.of(
                        "El node fa servir el " + full + " % de la seva memòria i aviat no en tindrà prou.",
                        "El nodo usa el " + full + " % de su memoria y pronto no tendrá bastante.",
                        "The node uses " + full + " % of its memory and will soon not have enough."),
                Texts.of(
                        "Traieu paquets que no feu servir, o doneu-li més memòria a bin/setenv (JAVA_MAX_MEM=256m).",
                        "Quite paquetes que no use, o dele más memoria en bin/setenv (JAVA_MAX_MEM=256m).",
                        "Remove bundles that nobody uses, or give it more in bin/setenv (JAVA_MAX_MEM=256m)."));
    }
}
