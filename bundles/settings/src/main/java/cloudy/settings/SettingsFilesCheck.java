// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.Text;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        Map<String, String> refused = new TreeMap<>(settings.refusals());
        if (refused.isEmpty()) {
            return Finding.fine(Texts.of(
                    "Tota la configuració és vigent.",
                    "Toda la configuración está vigente.",
                    "All settings are in force."));
        }
        String all = refused.entrySet().stream()
                .limit(5)
                .map(entry -> Text.clean(entry.getKey() + ": " + entry.getValue(), 300))
                .collect(Collectors.joining("; "));
        return Finding.warning(
                Texts.of(
                        "Hi ha configuració que no val: " + all,
                        "Hay configuración que no vale: " + all,
                        "Some settings are refused: " + all),
                Texts.of(
                        "Corregiu el fitxer a etc/; mentrestant val l'última versió bona.",
                        "Corrija el fichero en etc/; entretanto vale la última versión buena.",
                        "Mend the file in etc/; until then its last good version holds."));
    }
}
