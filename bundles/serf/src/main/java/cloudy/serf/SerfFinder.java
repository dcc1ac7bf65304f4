// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.network.Finder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells the directory what the members of the cluster announce. */
@Component(service = Finder.class)
public final class SerfFinder implements Finder {

    private final SerfAgent agent;

    @Activate
    public SerfFinder(@Reference SerfAgent agent) {
        this.agent = agent;
    }

    @Override
    public String carrier() {
        return Announcements.CARRIER;
    }

    @Override
    public void find(Sink sink) {
        agent.participation().ifPresent(part -> part.view().find(sink));
    }
}
