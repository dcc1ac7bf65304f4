// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The ticked name servers, and the serial numbers: who copies a zone from here never takes one with a smaller one. Not the
 * zones, which guifi.net and the other servers have.
 */
@Component(service = Backup.class)
public final class DnsBackup implements Backup {

    private static final String TICKED = "used";
    private static final String SERIALS = "serials";

    private final Path folder;

    @Activate
    public DnsBackup() {
        this(DnsService.folder());
    }

    DnsBackup(Path folder) {
        this.folder = folder;
    }

    @Override
    public String service() {
        return DnsService.PID;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        add(
                parts,
                TICKED,
                Texts.of("Servidors de noms marcats", "Servidores de nombres marcados", "Ticked name servers"),
                Used.file(folder));
        add(
                parts,
                SERIALS,
                Texts.of(
                        "Números de sèrie de les zones",
                        "Números de serie de las zonas",
                        "Serial numbers of the zones"),
                ZoneStore.state(folder));
        return parts;
    }

    private static void add(List<Part> parts, String name, Texts title, Path file) {
        if (Files.exists(file)) {
            parts.add(Part.of(name, title, file));
        }
    }

    @Override
    public Finding check(Path copy) {
        Path ticked = copy.resolve(TICKED);
        Path serials = copy.resolve(SERIALS);
        try {
            return Finding.fine(Texts.of(
                            "La còpia del DNS és sencera; servidors marcats: %s, zones amb número de sèrie: %s.",
                            "La copia del DNS está entera; servidores marcados: %s, zonas con número de serie: %s.",
                            "The copy of DNS is whole; ticked servers: %s, zones with a serial number: %s.")
                    .with(
                            Files.exists(ticked) ? Used.read(ticked).size() : 0,
                            Files.exists(serials) ? ZoneStore.entries(serials).size() : 0));
        } catch (IOException | IllegalArgumentException e) {
            return Finding.fault(
                    Texts.of(
                                    "La còpia del DNS no serveix: %s.",
                                    "La copia del DNS no sirve: %s.", "The copy of DNS is of no use: %s.")
                            .with(Explained.of(e)),
                    Texts.of(
                            "Feu una altra còpia, o useu-ne una d'anterior.",
                            "Haga otra copia, o use una anterior.",
                            "Make another copy, or use an earlier one."));
        }
    }
}
