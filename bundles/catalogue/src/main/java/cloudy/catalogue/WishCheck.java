// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.Text;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether what is wished to be installed is. */
@Component(service = Check.class)
public final class WishCheck implements Check {

    static final String ID = "wished-features";

    private static final int SHOWN = 5;
    private static final int MAX_REASON = 200;

    private final Supplier<Map<String, String>> unmet;

    @Activate
    public WishCheck(@Reference NodeCatalogue catalogue) {
        this(catalogue::unmet);
    }

    WishCheck(Supplier<Map<String, String>> unmet) {
        this.unmet = unmet;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Texts title() {
        return Texts.of("Funcions desitjades", "Funciones deseadas", "Wished features");
    }

    @Override
    public Finding look() {
        Map<String, String> now = unmet.get();
        if (now.isEmpty()) {
            return Finding.fine(Texts.of(
                    "Tot el que es vol tenir instal·lat hi és.",
                    "Todo lo que se quiere tener instalado está.",
                    "All that is wished to be installed is."));
        }
        String which = now.entrySet().stream()
                .limit(SHOWN)
                .map(entry ->
                        Text.clean(entry.getKey(), MAX_REASON) + " (" + Text.clean(entry.getValue(), MAX_REASON) + ')')
                .collect(Collectors.joining("; "));
        String more = now.size() > SHOWN ? "; …" : ".";
        String file = "etc/" + WishFile.PID + ".cfg";
        return Finding.warning(
                Texts.of(
                        "No es compleix el que desitja " + file + ": " + which + more,
                        "No se cumple lo que desea " + file + ": " + which + more,
                        "Not as " + file + " wishes it: " + which + more),
                Texts.of(
                        "Corregiu el desig amb cloudy settings set " + WishFile.PID
                                + ", o torneu a preguntar al dipòsit" + " amb cloudy catalogue repository refresh.",
                        "Corrija el deseo con cloudy settings set " + WishFile.PID + ", o vuelva a preguntar al"
                                + " repositorio con cloudy catalogue repository refresh.",
                        "Correct the wish by cloudy settings set " + WishFile.PID + ", or ask the repository again by"
                                + " cloudy catalogue repository refresh."));
    }
}
