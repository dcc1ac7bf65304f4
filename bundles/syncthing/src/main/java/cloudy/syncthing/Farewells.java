// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.form.Texts;
import cloudy.api.notice.Notices;
import cloudy.api.notice.Notices.Urgency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the operator that a neighbour has disconnected, until he has removed the device here, too. */
final class Farewells {

    private static final String ABOUT = "syncthing:left:";

    private final Path folder;
    private final Set<String> told = new HashSet<>();
    private boolean first = true;

    /** @param folder where it is written down whom this node has asked */
    Farewells(Path folder) {
        this.folder = folder;
    }

    synchronized void tell(Syncthing own, Notices notices) throws IOException, InterruptedException {
        Hellos hellos = Hellos.heard(own.client());
        if (hellos.refused().isEmpty() && told.isEmpty() && !first) {
            return;
        }
        // Who has been asked by this node and has not answered yet has not gone.
        Set<String> asked = new Connected(folder)
                .all().stream().map(entry -> entry.device().text()).collect(Collectors.toSet());
        asked.removeAll(hellos.left());
        List<Facts> known = own.neighbours().all();
        told.removeAll(known.stream().map(device -> device.raw("deviceID")).toList());
        told.forEach(gone -> notices.clear(ABOUT + gone));
        told.clear();
        for (Facts device : known) {
            String id = device.raw("deviceID");
            if (hellos.refused().contains(id) && !asked.contains(id)) {
                notices.raise(ABOUT + id, Urgency.INFO, text(device.text("name").isBlank() ? id : device.text("name")));
                told.add(id);
            } else {
                notices.clear(ABOUT + id);
            }
        }
        first = false;
    }

    private static Texts text(String name) {
        return Texts.of(
                "“" + name + "” ja no coneix aquest node a Syncthing: s'ha desconnectat, i es pot treure.",
                "«" + name + "» ya no conoce este nodo en Syncthing: se ha desconectado, y se puede quitar.",
                "“" + name
                        + "” does not know this node in Syncthing any more: it has disconnected, and can be removed.");
    }
}
