// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import org.osgi.service.component.annotations.Component;

/** This node at guifi.net, step by step, in the console. */
@Component(service = Page.class)
public final class GuifiPage implements Page {

    @Override
    public String service() {
        return Guifi.PID;
    }

    @Override
    public Texts title() {
        return Texts.of("Aquest node a guifi.net", "Este nodo en guifi.net", "This node at guifi.net");
    }
}
