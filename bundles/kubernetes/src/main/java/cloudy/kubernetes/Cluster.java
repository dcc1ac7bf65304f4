// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster: opened, asked from time to time whether it is still there, opened anew when it does not answer and its
 * kubeconfig has changed.
 *
 * <p>All that blocks is done by a thread of its own, so a cluster that does not answer holds up no other.
 */
final class Cluster implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MAX_REASON = 200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** How often things are looked at, apart from what the cluster tells by itself. */
    record Pace(Duration first, Duration ping, Duration lease, Duration round) {

        static final Pace USUAL =
                new Pace(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    private final String name;
    private final KubernetesSettings settings;
    private final Kubeconfig kubeconfig;
    private final String nodeId;
    private final ExecutorService threads;
    private final Pace pace;
    private final Runnable changed;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService own;
    private final Tidings tidings;
    private Duration wait;
    private volatile Optional<Link> link = Optional.empty();
    private volatile Optional<Turn> turn = Optional.empty();
    private volatile Rights rights = Rights.NONE;
    private volatile Texts fault = Texts.none();
    private volatile Optional<Instant> heard = Optional.empty();
    private volatile boolean led;
    private volatile boolean closed;

    Cluster(
            String name,
            KubernetesSettings settings,
            Kubeconfig kubeconfig,
            String nodeId,
            ExecutorService threads,
            Pace pace,
            Runnable changed) {
        this.name = name;
        this.settings = settings;
        this.kubeconfig = kubeconfig;
        this.nodeId = nodeId;
        this.threads = threads;
        this.pace = pace;
        this.changed = changed;
        tidings = new Tidings(nodeId, clock);
        wait = pace.first();
        own = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = Clients.thread(task);
            thread.setName("cloudy-kubernetes-" + name);
            return thread;
        });
        own.execute(this::turn);
    }

    String name() {
        return name;
    }

    /** Why it is not there; empty while it is. */
    Texts fault() {
        return fault;
    }

    /** When it answered last. */
    Optional<Instant> heard() {
        return heard;
    }

    Rights rights() {
        return rights;
    }

    Optional<Link> link() {
        return link;
    }

    /** The Cloudy node that publishes it, as far as known; empty for none. */
    String publisher() {
        return turn.map(Turn::holder).orElse("");
    }

    /** Whether what it has is published by this node. */
    boolean isOurs() {
        boolean ours = turn.map(Turn::isHeld).orElse(true);
        if (ours) {
            led = true;
        } else if (fault.isEmpty() && !publisher().isEmpty()) {
            led = false;
        }
        // Who cannot renew because the cluster is away goes on until that is stale, or until another is known to have
        // it.
        return ours || led;
    }

    /** Whether this node is the one whose turn it is, where nodes take turns. */
    boolean isLeading() {
        return turn.map(Turn::isHeld).orElse(false);
    }

    /** Whether what was heard of it is still believed. */
    boolean isFresh() {
        return heard.filter(at -> at.plus(settings.staleAfter()).isAfter(clock.instant()))
                .isPresent();
    }

    /** What it had when it was heard last; empty before that. */
    Optional<View> view() {
        return link.map(Link::view);
    }

    /** Has what became of its things written back, where that is wished and allowed. */
    void report(List<Entry> entries) {
        if (settings.events()
                && rights.events()
                && fault.isEmpty()
                && turn.map(Turn::isHeld).orElse(true)) {
            tidings.are(entries);
            later(this::send, Duration.ZERO);
        }
    }

    /** A piece of work with the client, by the thread that may block. */
    <T> CompletableFuture<T> ask(Function<KubernetesClient, T> work) {
        var answer = new CompletableFuture<T>();
        try {
            own.execute(() -> {
                try {
                    KubernetesClient client = link.map(Link::client)
                            .orElseThrow(() -> new KubernetesClientException(
                                    fault.isEmpty() ? "it is being connected" : fault.english()));
                    answer.complete(work.apply(client));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** Ends it, by its own thread: whoever closes does not wait for a cluster that does not answer. */
    @Override
    public void close() {
        closed = true;
        try {
            own.execute(this::shut);
        } catch (RejectedExecutionException e) {
            log.debug("Closed twice");
        }
    }

    /** Opens it, or asks whether it is still there; and again after a while. */
    private void turn() {
        if (closed) {
            return;
        }
        Duration next = pace.ping();
        try {
            if (link.isEmpty() || !fault.isEmpty()) {
                // Anew, as the account may be another by now, and the connections of before may lead nowhere any more.
                open();
            } else {
                link.get().ping();
            }
            healthy();
            wait = pace.first();
        } catch (KubernetesClientException | UncheckedIOException | IOException e) {
            failed(Texts.of("no respon: %s", "no responde: %s", "it does not answer: %s")
                    .with(reason(e)));
            next = longer();
        } catch (InvalidFieldException e) {
            failed(e.texts());
            next = longer();
        } catch (InterruptedException e) {
            return;
        } catch (RuntimeException e) {
            log.warn("Cluster {}", name, e);
            failed(Texts.of(e.getClass().getSimpleName()));
            next = longer();
        }
        later(this::turn, next);
    }

    private Duration longer() {
        Duration now = wait;
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        return now;
    }

    private void open() throws IOException, InterruptedException {
        String space = settings.namespace().isEmpty() ? "default" : settings.namespace();
        KubernetesClient client = Clients.open(kubeconfig.access(name), space, threads);
        Link opened = new Link(name, settings.namespace(), client, this::news);
        try {
            rights = Rights.of(client, space, settings.importNamespace());
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        turn.ifPresent(Turn::close);
        turn = settings.lease() && rights.lease()
                ? Optional.of(new Turn(client, space, nodeId, pace.lease(), threads, changed))
                : Optional.empty();
        Optional<Link> before = link;
        link = Optional.of(opened);
        before.ifPresent(Link::close);
        log.info("Cluster {}: {} services seen", name, opened.view().services().size());
    }

    /** The cluster told something. */
    private void news() {
        if (link.isPresent()) {
            heard = Optional.of(clock.instant());
            changed.run();
        }
    }

    private void healthy() {
        heard = Optional.of(clock.instant());
        if (!fault.isEmpty()) {
            log.info("Cluster {} is there again", name);
        }
        fault = Texts.none();
        changed.run();
    }

    private void failed(Texts why) {
        if (!why.equals(fault)) {
            log.warn("Cluster {}: {}", name, why.english());
        }
        fault = why;
        changed.run();
    }

    private void send() {
        link.ifPresent(open -> {
            try {
                if (tidings.send(open.client())) {
                    later(this::send, pace.first());
                }
            } catch (KubernetesClientException e) {
                log.debug("Events are not taken by {}: {}", name, e.getMessage());
            }
        });
    }

    private void shut() {
        turn.ifPresent(Turn::close);
        link.ifPresent(Link::close);
        turn = Optional.empty();
        link = Optional.empty();
        own.shutdownNow();
    }

    private void later(Runnable work, Duration delay) {
        try {
            var unused = own.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Cluster {} is closed", name);
        }
    }

    private static Texts reason(Exception e) {
        if (e instanceof KubernetesClientException answer) {
            if (answer.getCode() == UNAUTHORIZED) {
                return Texts.of(
                        "el clúster no accepta el token o el certificat",
                        "el clúster no acepta el token o el certificado",
                        "the cluster does not take the token or the certificate");
            }
            if (answer.getCode() == FORBIDDEN) {
                return Texts.of(
                        "el compte no té el permís de llegir (cloudy-read)",
                        "la cuenta no tiene el permiso de leer (cloudy-read)",
                        "the account has no right to read (cloudy-read)");
            }
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String said = cause.getMessage();
        return Texts.of(said == null ? cause.getClass().getSimpleName() : said).clean(MAX_REASON);
    }
}
