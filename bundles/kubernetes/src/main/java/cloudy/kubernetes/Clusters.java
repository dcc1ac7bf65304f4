// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.form.Texts;
import cloudy.api.network.ServiceDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All clusters together: what is in them, what of it answers, and so what is published. */
final class Clusters implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Clusters.class);

    /** What comes this close together is one change. */
    private static final Duration BURST = Duration.ofMillis(150);

    /** Neighbours' services are looked at once in so many rounds, and until a cluster takes them. */
    private static final int IMPORT_ROUNDS = 2;

    private static final Duration SOON = Duration.ofSeconds(3);

    /** Rounds that come soon while something is silent; after them it is looked at as seldom as all else. */
    private static final int SOON_ROUNDS = 20;

    private final List<Cluster> all;
    private final KubernetesSettings settings;
    private final Doors doors;
    private final Consumer<List<Offer>> publish;
    private final Supplier<Optional<ServiceDirectory>> directory;
    private final ExecutorService threads = Clients.threads();
    private final ScheduledExecutorService own;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile List<Entry> entries = List.of();
    private final Imports imports;
    private int rounds;
    private boolean carried;
    private int soon;
    private boolean again;
    private Set<InetSocketAddress> before = Set.of();

    /** @param publish gets all offers whenever they change; one thread calls it */
    Clusters(
            KubernetesSettings settings,
            Kubeconfig kubeconfig,
            String nodeId,
            Cluster.Pace pace,
            Doors doors,
            Doors importDoors,
            Supplier<Optional<ServiceDirectory>> directory,
            Consumer<List<Offer>> publish) {
        this.doors = doors;
        imports = new Imports(settings, nodeId, importDoors);
        this.settings = settings;
        this.publish = publish;
        this.directory = directory;
        own = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = Clients.thread(task);
            thread.setName("cloudy-kubernetes");
            return thread;
        });
        all = settings.clusters().stream()
                .map(name -> new Cluster(name, settings, kubeconfig, nodeId, threads, pace, this::changed))
                .toList();
        var unused = own.scheduleWithFixedDelay(
                this::round,
                pace.first().multipliedBy(3).toMillis(),
                pace.round().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    List<Cluster> all() {
        return all;
    }

    Optional<Cluster> find(String name) {
        return all.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
    }

    KubernetesSettings settings() {
        return settings;
    }

    /** What became of each Service and Ingress. */
    List<Entry> entries() {
        return entries;
    }

    @Override
    public void close() {
        own.shutdownNow();
        // Their threads, which they need to give back what they hold, end by themselves when there is nothing more to
        // do.
        all.forEach(Cluster::close);
    }

    /** Something may be other than it was: it is looked at in a moment. */
    private void changed() {
        if (due.compareAndSet(false, true)) {
            later(BURST, () -> {
                due.set(false);
                refresh(false);
            });
        }
    }

    private void round() {
        refresh(true);
        if (rounds++ % IMPORT_ROUNDS == 0 || !carried) {
            carryIn();
        }
    }

    /** Brings what was chosen of the community into the clusters that take it, and takes away what is not chosen. */
    private void carryIn() {
        try {
            Optional<ServiceDirectory> heard = directory.get();
            if (heard.isPresent() && !settings.importNamespace().isEmpty()) {
                imports.choose(heard.get());
            }
            for (Cluster cluster : all) {
                if (cluster.fault().isEmpty()) {
                    carryIn(cluster);
                }
            }
        } catch (IOException | RuntimeException e) {
            log.warn("What is imported could not be looked at", e);
        }
    }

    private void carryIn(Cluster cluster) {
        Optional<View> view = cluster.view().filter(imports::hasLeftIn);
        if (view.isPresent()) {
            told(cluster, cluster.ask(client -> imports.clear(client, view.get())));
        }
        if (cluster.rights().imports()) {
            carried = true;
            told(cluster, cluster.ask(client -> imports.apply(client, cluster.isLeading())));
        }
    }

    private static void told(Cluster cluster, CompletableFuture<Void> asked) {
        var unused = asked.exceptionally(failure -> {
            log.warn("{} does not take what is imported: {}", cluster.name(), failure.getMessage());
            return null;
        });
    }

    Imports imports() {
        return imports;
    }

    private void refresh(boolean thorough) {
        try {
            List<Entry> planned = new ArrayList<>();
            for (Cluster cluster : all) {
                planned.addAll(planned(cluster));
            }
            Set<InetSocketAddress> wanted = new HashSet<>();
            planned.forEach(entry -> entry.offers().stream()
                    .filter(Clusters::hasDoor)
                    .map(Clusters::door)
                    .forEach(wanted::add));
            boolean news = !wanted.equals(before);
            before = wanted;
            doors.look(wanted, thorough);
            List<Entry> now = planned.stream().map(this::answering).toList();
            entries = now;
            publish.accept(
                    now.stream().flatMap(entry -> entry.offers().stream()).toList());
            for (Cluster cluster : all) {
                cluster.report(now.stream()
                        .filter(entry -> entry.cluster().equals(cluster.name()))
                        .toList());
            }
            again(news);
        } catch (IOException | RuntimeException e) {
            log.warn("What the clusters have could not be looked at", e);
        }
    }

    /** A pod that has just begun is reached a moment later; what changes meanwhile does not wait for that. */
    private void again(boolean news) {
        soon = news ? 0 : soon;
        if (doors.hasSilent() && soon < SOON_ROUNDS && !again) {
            soon++;
            again = true;
            later(SOON, () -> {
                again = false;
                refresh(false);
            });
        }
    }

    private List<Entry> planned(Cluster cluster) {
        List<Entry> planned =
                cluster.view().map(view -> Plan.of(view, settings.namespace())).orElse(List.of());
        if (!cluster.isFresh()) {
            return held(
                    planned,
                    Texts.of(
                            "fa massa que el clúster no respon",
                            "hace demasiado que el clúster no responde",
                            "the cluster has not answered for too long"));
        }
        if (cluster.isOurs()) {
            return planned;
        }
        return held(
                planned,
                cluster.publisher().isEmpty()
                        ? Texts.of(
                                "encara no se sap quin node ho publica",
                                "todavía no se sabe qué nodo lo publica",
                                "it is not known yet which node publishes it")
                        : Texts.of(
                                        "ho publica un altre node: %s",
                                        "lo publica otro nodo: %s", "another node publishes it: %s")
                                .with(cluster.publisher()));
    }

    private static List<Entry> held(List<Entry> planned, Texts why) {
        return planned.stream()
                .map(entry -> entry.state() == Entry.State.PUBLISHED ? entry.waiting(why) : entry)
                .toList();
    }

    private Entry answering(Entry entry) {
        List<Offer> open = entry.offers().stream()
                .filter(offer -> !hasDoor(offer) || doors.isOpen(door(offer)))
                .toList();
        if (open.size() == entry.offers().size()) {
            return entry;
        }
        if (!open.isEmpty()) {
            return entry.offering(open);
        }
        InetSocketAddress silent = door(entry.offers().get(0));
        return entry.waiting(Texts.of("ningú no respon a %s", "nadie responde en %s", "nothing answers at %s")
                .with(silent.getAddress().getHostAddress() + ':' + silent.getPort()));
    }

    private static boolean hasDoor(Offer offer) {
        return offer.protocol() == Protocol.TCP;
    }

    private static InetSocketAddress door(Offer offer) {
        return new InetSocketAddress(offer.address().orElseThrow(), offer.port());
    }

    private void later(Duration delay, Runnable work) {
        try {
            var unused = own.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Closed");
        }
    }
}
