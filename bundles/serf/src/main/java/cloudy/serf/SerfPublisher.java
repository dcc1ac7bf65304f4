// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Audience;
import cloudy.api.network.Outcome;
import cloudy.api.network.Publisher;
import cloudy.api.network.Wanted;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Spreads this node's services through the tags of its member. */
@Component(service = Publisher.class)
public final class SerfPublisher implements Publisher {

    private final SerfAgent agent;

    @Activate
    public SerfPublisher(@Reference SerfAgent agent) {
        this.agent = agent;
    }

    @Override
    public String carrier() {
        return Announcements.CARRIER;
    }

    @Override
    public Audience reach() {
        return Audience.COMMUNITY;
    }

    @Override
    public void publish(List<Wanted> wanted, Consumer<Map<String, Outcome>> answer) {
        agent.publish(wanted, answer);
    }
}
