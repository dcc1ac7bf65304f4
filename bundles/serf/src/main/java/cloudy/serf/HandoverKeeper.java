// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps the handover alive while everybody else is made anew: having no service of its own it starts with the bundle. */
@Component(service = {})
public final class HandoverKeeper {

    @Activate
    public HandoverKeeper(@Reference Handover handover) {}
}
