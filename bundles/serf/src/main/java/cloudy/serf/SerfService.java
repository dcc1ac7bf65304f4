// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Publish;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** This node's Serf, through which others can join the cluster; nodes of the original offer it in the same words. */
@Component(service = CloudyService.class, name = "cloudy.serf")
@Publish(type = "serf", description = "SERF instance running", port = SerfSettings.GOSSIP_PORT)
public final class SerfService implements CloudyService {

    private final SerfAgent agent;

    @Activate
    public SerfService(@Reference SerfAgent agent) {
        this.agent = agent;
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        // The port is that of the gossip, in the agent's configuration and in the offer alike.
        return agent.isOn() ? described.stream().map(this::placed).toList() : List.of();
    }

    private Offer placed(Offer offer) {
        int port = agent.advertised().map(Endpoint::port).orElseGet(agent::port);
        Optional<InetAddress> elsewhere = agent.advertised()
                .flatMap(endpoint -> SerfSettings.literal(endpoint.host()))
                .filter(address -> !agent.address().equals(Optional.of(address)));
        Offer moved = offer.onPort(port);
        try {
            return elsewhere.map(moved::at).orElse(moved);
        } catch (InvalidFieldException e) {
            // Gossip on an address that no neighbour can reach: what the node says of itself is the better guess.
            return moved;
        }
    }

    @Override
    public Health check() {
        return agent.health();
    }
}
