// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import org.osgi.service.component.annotations.Component;

/** What the proxy does, whom it lets in, and what people have to set to use it. */
@Component(service = Page.class)
public final class ProxyPage implements Page {

    @Override
    public String service() {
        return ProxyService.PID;
    }

    @Override
    public Texts title() {
        return Texts.of("Proxy3", "Proxy3", "Proxy3");
    }
}
