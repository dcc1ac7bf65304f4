// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.Greeting;
import cloudy.api.form.Texts;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Names what is wished and not there yet. After a start without the cache features come one after the other, while the
 * node is up already; who looks for a service then must not think that it is lost.
 */
@Component(service = Greeting.class)
public final class ComingGreeting implements Greeting {

    private static final Texts COMING =
            Texts.of("Encara s'està instal·lant: %s.", "Todavía se está instalando: %s.", "Still being installed: %s.");

    private final Callable<List<Entry>> entries;

    @Activate
    public ComingGreeting(@Reference NodeCatalogue catalogue) {
        this(catalogue::entries);
    }

    ComingGreeting(Callable<List<Entry>> entries) {
        this.entries = entries;
    }

    @Override
    public List<Texts> lines() {
        List<Texts> coming;
        try {
            coming = entries.call().stream()
                    .filter(entry -> entry.wished() && entry.installed().isEmpty())
                    .map(entry -> entry.text().title())
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException("the catalogue cannot be read", e);
        }
        return coming.isEmpty() ? List.of() : List.of(COMING.with(Texts.joined(", ", coming)));
    }
}
