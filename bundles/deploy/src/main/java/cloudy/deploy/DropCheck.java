// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Whether all that lies in the drop folder is taken: whoever dropped it may never look into a log. */
final class DropCheck implements Check {

    static final String ID = "drop-folder";

    private static final int SHOWN = 5;

    private final Supplier<SortedMap<String, Texts>> complaints;

    DropCheck(Supplier<SortedMap<String, Texts>> complaints) {
        this.complaints = complaints;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Texts title() {
        return Texts.of("Carpeta deploy", "Carpeta deploy", "Folder deploy");
    }

    @Override
    public Finding look() {
        SortedMap<String, Texts> now = complaints.get();
        if (now.isEmpty()) {
            return Finding.fine(Texts.of(
                    "Tot el que hi ha a deploy/ està en ús.",
                    "Todo lo que hay en deploy/ está en uso.",
                    "All that is in deploy/ is in use."));
        }
        List<Texts> which =
                now.entrySet().stream().limit(SHOWN).map(DropCheck::shown).toList();
        return Finding.warning(
                Texts.of("No tot es pren: %s%s", "No todo se toma: %s%s", "Not all is taken: %s%s")
                        .with(Texts.joined("; ", which), now.size() > SHOWN ? "; …" : ""),
                Texts.of(
                        "Canvieu o traieu el fitxer; el que espera una altra cosa comença tan bon punt hi és.",
                        "Cambie o quite el fichero; lo que espera otra cosa empieza en cuanto está.",
                        "Replace or remove the file; what waits for something else begins as soon as that is there."));
    }

    private static Texts shown(Map.Entry<String, Texts> complaint) {
        return Texts.of("deploy/%s: %s").with(complaint.getKey(), complaint.getValue());
    }
}
