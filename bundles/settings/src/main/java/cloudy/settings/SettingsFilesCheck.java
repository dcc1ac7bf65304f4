// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether every settings file is in force. */
@Component(service = Check.class)
public final class SettingsFilesCheck implements Check {

    static final String ID = "settings-files";

    private final Settings settings;

    @Activate
    public SettingsFilesCheck(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Texts title() {
        return Texts.of("Fitxers de configuració", "Ficheros de configuración", "Settings files");
    }

    @Override
    public Finding look() {
        Map<String, Texts> refused = new TreeMap<>(settings.refusals());
        if (refused.isEmpty()) {
            return Finding.fine(Texts.of(
                    "Tota la configuració és vigent.",
                    "Toda la configuración está vigente.",
                    "All settings are in force."));
        }
        List<Texts> all = refused.entrySet().stream()
                .limit(5)
                .map(entry -> Texts.of("%s: %s")
                        .with(entry.getKey(), entry.getValue())
                        .clean(300))
                .toList();
        return Finding.warning(
                Texts.of(
                                "Hi ha configuració que no val: %s",
                                "Hay configuración que no vale: %s", "Some settings are refused: %s")
                        .with(Texts.joined("; ", all)),
                Texts.of(
                        "Corregiu el fitxer a etc/; mentrestant val l'última versió bona.",
                        "Corrija el fichero en etc/; entretanto vale la última versión buena.",
                        "Mend the file in etc/; until then its last good version holds."));
    }
}
