// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Text;
import cloudy.api.Txt;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What of a cluster is published, and how; and why the rest is not. A pure function of what the cluster has. */
final class Plan {

    /** The word on the wire, as {@code serf-publisher} had it. */
    static final String TYPE = "kubernetes";

    static final String SERVICE = "Service";
    static final String INGRESS = "Ingress";

    private static final int MOST_PORTS = 16;
    private static final int LONGEST = 100;

    private final View view;
    private final String namespace;
    private final Boards boards;
    private final Endpoints endpoints;

    private Plan(View view, String namespace) {
        this.view = view;
        this.namespace = namespace;
        boards = new Boards(view.nodes());
        endpoints = new Endpoints(view.slices());
    }

    /**
     * Each Service and Ingress of a cluster.
     *
     * @param namespace of which everything is published; empty for none
     */
    static List<Entry> of(View view, String namespace) {
        var plan = new Plan(view, namespace);
        return Stream.concat(
                        view.services().stream().map(plan::service),
                        view.ingresses().stream().map(plan::ingress))
                .toList();
    }

    private Entry service(Service service) {
        return judged(SERVICE, service, () -> {
            List<ServicePort> ports = ports(service);
            Set<String> ready = endpoints.boards(
                    service.getMetadata().getNamespace(), service.getMetadata().getName());
            List<InetAddress> outer = outer(service);
            String kind = Optional.ofNullable(service.getSpec().getType()).orElse("ClusterIP");
            if (!outer.isEmpty()) {
                // k3s' own load balancer names every board: one that has just died is still among them.
                InetAddress address = outer.stream()
                        .filter(each -> !boards.isDown(each))
                        .findFirst()
                        .orElse(outer.get(0));
                return offers(service, kind, address, ports, ready);
            }
            return switch (kind) {
                case "NodePort" -> offers(service, kind, board(service, ready), ports, ready);
                case "LoadBalancer" ->
                    throw new Waiting(Texts.of(
                            "el repartidor de càrrega encara no li ha donat cap adreça",
                            "el balanceador todavía no le ha dado ninguna dirección",
                            "the load balancer has given it no address yet"));
                default ->
                    throw new Refused(Texts.of(
                                    "és de tipus %s, que només es pot fer servir dins del clúster; feu-lo NodePort,"
                                            + " LoadBalancer, o doneu-li un Ingress",
                                    "es de tipo %s, que solo se puede usar dentro del clúster; hágalo NodePort,"
                                            + " LoadBalancer, o dele un Ingress",
                                    "it is of type %s, which can be used within the cluster only; make it NodePort,"
                                            + " LoadBalancer, or give it an Ingress")
                            .with(kind));
            };
        });
    }

    private Entry ingress(Ingress ingress) {
        return judged(INGRESS, ingress, () -> {
            InetAddress address =
                    Optional.ofNullable(ingress.getStatus()).map(status -> status.getLoadBalancer()).stream()
                            .flatMap(status -> status.getIngress().stream())
                            .map(IngressLoadBalancerIngress::getIp)
                            .flatMap(ip -> Addresses.parse(ip).stream())
                            .findFirst()
                            .orElseThrow(() -> new Waiting(Texts.of(
                                    "l'Ingress encara no té cap adreça",
                                    "el Ingress todavía no tiene ninguna dirección",
                                    "the Ingress has no address yet")));
            String host = ingress.getSpec().getRules().stream()
                    .map(rule -> Optional.ofNullable(rule.getHost()).orElse(""))
                    .filter(name -> !name.isEmpty() && name.indexOf('*') < 0)
                    .findFirst()
                    .orElse("");
            boolean secure = !ingress.getSpec().getTls().isEmpty();
            int port = wishedPort(ingress).orElse(secure ? 443 : 80);
            Txt facts = Txt.EMPTY.with("scheme", secure ? "https" : "http");
            Offer offer = offer(ingress, INGRESS, "", address, port, Protocol.TCP);
            return List.of(offer.with(offer.txt().with(host.isEmpty() ? facts : facts.with("host", host))));
        });
    }

    /** How a thing is judged once it is wished. */
    private interface Judging {

        List<Offer> offers();
    }

    private Entry judged(String kind, HasMetadata thing, Judging judging) {
        Optional<Texts> unwished = unwished(thing);
        if (unwished.isPresent()) {
            return entry(kind, thing, Entry.State.UNWISHED, unwished.get(), List.of());
        }
        try {
            if (Marks.isImported(thing)) {
                throw new Refused(Texts.of(
                        "s'ha importat de la comunitat",
                        "se ha importado de la comunidad",
                        "it was imported from the community"));
            }
            return entry(kind, thing, Entry.State.PUBLISHED, Texts.none(), judging.offers());
        } catch (Waiting e) {
            return entry(kind, thing, Entry.State.WAITING, e.why, List.of());
        } catch (Refused e) {
            return entry(kind, thing, Entry.State.REFUSED, e.why, List.of());
        } catch (InvalidFieldException e) {
            return entry(kind, thing, Entry.State.REFUSED, e.texts(), List.of());
        } catch (RuntimeException e) {
            // No cluster has one without what every one has; but one that did would hold up all others.
            return entry(
                    kind,
                    thing,
                    Entry.State.REFUSED,
                    Texts.of("no s'entén", "no se entiende", "it is not understood"),
                    List.of());
        }
    }

    private Entry entry(String kind, HasMetadata thing, Entry.State state, Texts why, List<Offer> offers) {
        return new Entry(
                view.cluster(),
                kind,
                thing.getMetadata().getNamespace(),
                thing.getMetadata().getName(),
                Optional.ofNullable(thing.getMetadata().getUid()).orElse(""),
                state,
                why,
                offers);
    }

    private Optional<Texts> unwished(HasMetadata thing) {
        String wish = Marks.wish(thing, "publish").orElse("").toLowerCase(Locale.ROOT);
        if (wish.equals("true")) {
            return Optional.empty();
        }
        if (!wish.isEmpty()) {
            return Optional.of(
                    Texts.of("l'anotació %s diu que no", "la anotación %s dice que no", "the annotation %s says no")
                            .with(Marks.PUBLISH));
        }
        return namespace.equals(thing.getMetadata().getNamespace())
                ? Optional.empty()
                : Optional.of(Texts.of(
                                "no té l'anotació %s: \"true\"",
                                "no tiene la anotación %s: \"true\"", "it has no annotation %s: \"true\"")
                        .with(Marks.PUBLISH));
    }

    private List<Offer> offers(
            Service service, String kind, InetAddress address, List<ServicePort> ports, Set<String> ready) {
        if (ready.isEmpty()) {
            throw new Waiting(Texts.of(
                    "cap dels seus punts finals no està a punt",
                    "ninguno de sus puntos finales está listo",
                    "none of its endpoints is ready"));
        }
        List<Offer> offers = new ArrayList<>();
        boolean byNode = outer(service).isEmpty();
        for (ServicePort port : ports) {
            Integer number = byNode ? port.getNodePort() : port.getPort();
            if (number == null || number == 0) {
                throw new Waiting(Texts.of(
                        "encara no té port de node", "todavía no tiene puerto de nodo", "it has no node port yet"));
            }
            Protocol protocol = "UDP".equals(port.getProtocol()) ? Protocol.UDP : Protocol.TCP;
            String part =
                    ports.size() == 1 ? "" : Optional.ofNullable(port.getName()).orElse(number.toString());
            offers.add(offer(service, kind, part, address, number, protocol));
        }
        return offers;
    }

    private Offer offer(HasMetadata thing, String kind, String part, InetAddress address, int port, Protocol protocol) {
        String name = thing.getMetadata().getName();
        String description = Marks.wish(thing, "description")
                .or(() -> Marks.wish(thing, "name"))
                .orElse(name);
        if (!part.isEmpty()) {
            description = Text.clean(description, LONGEST - part.length() - 3) + " (" + part + ')';
        }
        Audience audience = Marks.wish(thing, "audience").map(Plan::audience).orElse(Audience.COMMUNITY);
        String key = view.cluster()
                + '/'
                + thing.getMetadata().getNamespace()
                + '/'
                + name
                + '/'
                + (kind.equals(INGRESS) ? "ingress" : part.isEmpty() ? "" + port : part)
                + '/'
                + protocol;
        // serf-publisher put the kind of service there, as a bare text.
        Txt txt = new Txt(List.of(Txt.Pair.parse(kind)));
        Optional<String> path = Marks.wish(thing, "path");
        Optional<String> tags = Marks.wish(thing, "tags");
        txt = path.isPresent() ? txt.with("path", path.get()) : txt;
        txt = tags.isPresent() ? txt.with("tags", tags.get()) : txt;
        return new Offer(
                Keys.bounded(key),
                Marks.wish(thing, "type").orElse(TYPE),
                description,
                Optional.of(address),
                port,
                protocol,
                txt,
                audience);
    }

    private static Audience audience(String word) {
        try {
            return Audience.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("audience", Why.mustBeEither("lan", "community"), word);
        }
    }

    /** Where a node port is announced: at a board that is ready, and that has an endpoint where others would not answer. */
    private InetAddress board(Service service, Set<String> ready) {
        String uid = service.getMetadata().getUid() + "";
        boolean local = "Local".equals(service.getSpec().getExternalTrafficPolicy());
        return (local ? boards.of(uid, ready) : boards.of(uid))
                .orElseThrow(() -> new Waiting(Texts.of(
                        "cap node del clúster no està a punt amb una adreça que es pugui abastar",
                        "ningún nodo del clúster está listo con una dirección que se pueda alcanzar",
                        "no node of the cluster is ready with an address that can be reached")));
    }

    /** Addresses of its own: what the load balancer gave, or somebody wrote. */
    private static List<InetAddress> outer(Service service) {
        Stream<String> given = Optional.ofNullable(service.getStatus())
                .map(status -> status.getLoadBalancer())
                .map(LoadBalancerStatus::getIngress)
                .orElse(List.of())
                .stream()
                .map(LoadBalancerIngress::getIp);
        Stream<String> written = Optional.ofNullable(service.getSpec().getExternalIPs()).orElse(List.of()).stream();
        return Stream.concat(given, written)
                .flatMap(text -> Addresses.parse(text).stream())
                .toList();
    }

    private static List<ServicePort> ports(Service service) {
        Optional<String> wished = Marks.wish(service, "port");
        List<ServicePort> ports = service.getSpec().getPorts().stream()
                .filter(port -> !"SCTP".equals(port.getProtocol()))
                .filter(port -> wished.isEmpty()
                        || wished.get().equals(port.getName())
                        || wished.get().equals(String.valueOf(port.getPort())))
                .limit(MOST_PORTS)
                .toList();
        if (ports.isEmpty()) {
            throw new Refused(
                    wished.isEmpty()
                            ? Texts.of(
                                    "no té cap port TCP ni UDP",
                                    "no tiene ningún puerto TCP ni UDP",
                                    "it has no TCP or UDP port")
                            : Texts.of("no té el port %s", "no tiene el puerto %s", "it has no port %s")
                                    .with(Text.clean(wished.get(), LONGEST)));
        }
        return ports;
    }

    private static Optional<Integer> wishedPort(HasMetadata thing) {
        return Marks.wish(thing, "port").map(text -> {
            if (!text.matches("[0-9]{1,5}")) {
                throw new InvalidFieldException("port", Why.mustBeWholeNumber(), text);
            }
            return Integer.valueOf(text);
        });
    }

    /** It cannot be published as it is. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Texts why;

        private Refused(Texts why) {
            super(why.english(), null, false, false);
            this.why = why;
        }
    }

    /** It can be published later. */
    private static final class Waiting extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Texts why;

        private Waiting(Texts why) {
            super(why.english(), null, false, false);
            this.why = why;
        }
    }
}
