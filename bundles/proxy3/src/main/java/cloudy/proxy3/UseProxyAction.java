// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.action.Joined;
import cloudy.api.action.NeighbourAction;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import java.net.SocketException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ticks a neighbour's proxy: from then on this node looks after it, and tells it to people in {@code /proxy.pac}.
 *
 * <p>Of the announcement only address and port are used, as numbers, as they are at this moment.
 */
@Component(service = NeighbourAction.class)
public final class UseProxyAction implements NeighbourAction {

    static final Texts SILENT = Texts.of(
            "no respon com un proxy que funciona",
            "no responde como un proxy que funciona",
            "it does not answer as a working proxy");

    private static final Logger LOG = LoggerFactory.getLogger(UseProxyAction.class);

    private final Neighbours neighbours;
    private final Clock clock;

    @Activate
    public UseProxyAction(@Reference Neighbours neighbours) {
        this(neighbours, Clock.systemUTC());
    }

    UseProxyAction(Neighbours neighbours, Clock clock) {
        this.neighbours = neighbours;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "use-proxy";
    }

    @Override
    public Texts title() {
        return Texts.of("Usa'l", "Usarlo", "Use proxy");
    }

    @Override
    public boolean fits(Announcement announcement) {
        return announcement.type().equalsIgnoreCase(ProxyService.TYPE)
                && announcement.trust() != Trust.OWN
                && ProxyAddress.of(announcement).filter(proxy -> !isOwn(proxy)).isPresent();
    }

    private static boolean isOwn(ProxyAddress proxy) {
        try {
            return Ranges.own().contains(proxy.address().getHostAddress());
        } catch (SocketException e) {
            LOG.debug("The addresses of this machine are not known: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public Optional<String> run(Announcement announcement, Map<String, Object> values, Jobs.Progress progress)
            throws Exception {
        if (!fits(announcement)) {
            throw new InvalidFieldException(
                    "announcement",
                    Texts.of(
                            "ha de ser del proxy d'un veí",
                            "debe ser del proxy de un vecino",
                            "must be of a neighbour's proxy"));
        }
        ProxyAddress proxy = ProxyAddress.of(announcement).orElseThrow();
        progress.step(Texts.of(
                "Es demana una pàgina al proxy", "Se pide una página al proxy", "Asking the proxy for a page"));
        OptionalDouble distance = neighbours.probe(proxy);
        if (distance.isEmpty()) {
            throw Explained.failure(Texts.of(
                            "%s no respon com un proxy que funcioni; no s'utilitza.",
                            "%s no responde como un proxy que funcione; no se usa.",
                            "%s does not answer as a working proxy; it is not used.")
                    .with(proxy));
        }
        String host = Text.clean(announcement.host(), 100).strip();
        neighbours.ticks().put(new Ticks.Tick(proxy, clock.instant(), host.isEmpty() ? proxy.toString() : host));
        neighbours.look();
        progress.result("proxy", proxy.toString());
        progress.result("next", "/ui/services/" + ProxyService.PID);
        return Optional.of(proxy.toString());
    }

    @Override
    public List<Joined> joined() {
        return neighbours.ticks().all().stream().map(this::joined).toList();
    }

    @Override
    public Optional<Joined> joined(Announcement announcement) {
        return ProxyAddress.of(announcement).flatMap(neighbours.ticks()::find).map(this::joined);
    }

    private Joined joined(Ticks.Tick tick) {
        Ranking ranking = neighbours.ranking();
        Health health = ranking.isUp(tick.proxy()) ? Health.up() : Health.down(SILENT);
        if (!ranking.isKnown(tick.proxy())) {
            health = Health.unknown();
        }
        return new Joined(tick.proxy().toString(), "Proxy3: " + tick.name(), health, tick.since());
    }

    @Override
    public void undo(String key, Jobs.Progress progress) throws Exception {
        ProxyAddress proxy = ProxyAddress.parse(key)
                .filter(known -> neighbours.ticks().find(known).isPresent())
                .orElseThrow(() -> Explained.failure(Texts.of(
                        "Aquest proxy no s'utilitza des d'aquí.",
                        "Este proxy no se usa desde aquí.",
                        "This proxy is not used from here.")));
        neighbours.ticks().remove(proxy);
        neighbours.look();
    }
}
