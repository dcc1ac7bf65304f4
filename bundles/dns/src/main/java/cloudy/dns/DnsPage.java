// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import org.osgi.service.component.annotations.Component;

/** Zones, figures, and how to use a name server, in the console. */
@Component(service = Page.class)
public final class DnsPage implements Page {

    @Override
    public String service() {
        return DnsService.PID;
    }

    @Override
    public Texts title() {
        return Texts.of("Zones i ús", "Zonas y uso", "Zones and use");
    }
}
