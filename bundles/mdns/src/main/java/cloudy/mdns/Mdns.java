// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.network.Finder;
import cloudy.api.network.Outcome;
import cloudy.api.network.Publisher;
import cloudy.api.network.Wanted;
import cloudy.api.settings.Setting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The carrier {@code mdns}: what the rest of Cloudy sees of this bundle. */
@Component(
        name = "cloudy.mdns",
        service = {Publisher.class, Finder.class, Mdns.class})
@Designate(ocd = Mdns.Config.class)
public final class Mdns implements Publisher, Finder {

    /** The settings of {@code etc/cloudy.mdns.cfg}. */
    @ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/mdns")
    public @interface Config {

        /** Interfaces to speak on. */
        @AttributeDefinition(name = "%interfaces", description = "%interfaces.help", required = false)
        @Setting(pattern = "[^\\s,/]{0,15}([,\\s]+[^\\s,/]{1,15}){0,31}", sentence = "%interfaces.sentence")
        String interfaces() default "";
    }

    private static final int PORT = 5353;

    /**
     * How often to look for interfaces and addresses that came or went, in ms. Java has no events for that; a look costs
     * a fraction of a millisecond.
     */
    private static final long LOOK = 10_000;

    /** The longest that {@link #close} waits; goodbyes take a tenth of that. */
    private static final long CLOSING = 900;

    /** The checks whose findings hang on the interfaces that are up. */
    private static final List<String> MOVED =
            List.of("network", "default-route", "multicast", "dns", "cluster", LanCheck.ID);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<EventSink> sinks = List.of();

    private final Loop loop;
    private final Station station;
    private final AtomicReference<Runnable> wanted = new AtomicReference<>(() -> {});

    @Activate
    public Mdns(@Reference Node node, Config config) {
        this(node, new Interfaces(config.interfaces()), new Sockets(), PORT, LOOK);
    }

    Mdns(Node node, Interfaces interfaces, Sockets sockets, int port, long look) {
        loop = new Loop("cloudy-mdns-loop", sockets);
        var group = new InetSocketAddress(group(), port);
        station = new Station(loop, node, new Station.Air(interfaces, sockets, group, look, this::moved));
        loop.execute(station::look);
    }

    /** A cable was pulled or plugged: whoever judges the network looks now, and not half a day later. */
    private void moved() {
        MOVED.forEach(check -> EventSink.tell(sinks, Event.of("check", check)));
    }

    private static InetAddress group() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 224, 0, 0, (byte) 251});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    @Override
    public String carrier() {
        return Neighbours.CARRIER;
    }

    @Override
    public Audience reach() {
        return Audience.LAN;
    }

    @Override
    public void publish(List<Wanted> now, Consumer<Map<String, Outcome>> answer) {
        List<Wanted> copy = List.copyOf(now);
        // Of several that wait only the last is done, so that a name is never taken back and claimed in a hurry.
        wanted.set(() -> station.publish(copy, answer));
        loop.execute(() -> wanted.getAndSet(() -> {}).run());
    }

    @Override
    public void find(Sink sink) {
        loop.execute(() -> station.find(sink));
    }

    /** What is wrong on which link, for the doctor; waits for the thread that does the work, which may itself be stuck. */
    CompletionStage<List<Texts>> troubles() {
        var answer = new CompletableFuture<List<Texts>>();
        loop.execute(() -> answer.complete(station.troubles()));
        return answer;
    }

    /** Withdraws everything; the goodbyes are out when it returns. */
    @Deactivate
    void close() throws InterruptedException {
        loop.execute(station::close);
        loop.join(CLOSING);
    }
}
