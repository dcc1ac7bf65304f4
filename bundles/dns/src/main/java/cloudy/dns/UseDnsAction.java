// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.action.Joined;
import cloudy.api.action.NeighbourAction;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Ticks a neighbour's name server, after it has answered: from then on the page of the service says what people set on
 * their machines to use it. This node's own settings do not change.
 *
 * <p>Of the announcement only address and port are used, as numbers.
 */
@Component(service = {NeighbourAction.class, UseDnsAction.class})
public final class UseDnsAction implements NeighbourAction {

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Name QUESTION = Name.fromConstantString("ip.guifi.net.");
    private static final Name ROOT = Name.root;
    private static final Texts SILENT = Texts.of(
            "no respon a les preguntes d'aquest node",
            "no responde a las preguntas de este nodo",
            "it does not answer this node's questions");

    private final Used used;
    private final Predicate<InetAddress> possible;
    private final Clock clock;

    private final AtomicLong looked = new AtomicLong(System.nanoTime() - AGAIN.toNanos());

    /** How they were when they were asked last; as many as are ticked. */
    private final Map<String, Health> found = new ConcurrentHashMap<>();

    @Activate
    public UseDnsAction() {
        this(DnsService.folder(), Addresses::isPossible, Clock.systemUTC());
    }

    /** @param possible which addresses a neighbour can have */
    UseDnsAction(Path folder, Predicate<InetAddress> possible, Clock clock) {
        this.possible = possible;
        used = new Used(folder);
        this.clock = clock;
    }

    @Override
    public String id() {
        return "use-dns";
    }

    @Override
    public Texts title() {
        return Texts.of("Usa el DNS", "Usar el DNS", "Use DNS");
    }

    @Override
    public boolean fits(Announcement announcement) {
        return announcement.type().equalsIgnoreCase(DnsService.TYPE)
                && announcement.trust() != Trust.OWN
                && announcement.port() != 0
                && possible.test(announcement.address());
    }

    private static InetSocketAddress server(Announcement announcement) {
        return new InetSocketAddress(announcement.address(), announcement.port());
    }

    @Override
    public Optional<String> run(Announcement announcement, Map<String, Object> values, Jobs.Progress progress)
            throws Exception {
        if (!fits(announcement)) {
            throw new InvalidFieldException(
                    "announcement",
                    Texts.of(
                            "ha de ser del servidor de noms d'un veí",
                            "debe ser del servidor de nombres de un vecino",
                            "must be of a neighbour's name server"));
        }
        InetSocketAddress server = server(announcement);
        progress.step(Texts.of(
                "Es pregunta al servidor de noms", "Se pregunta al servidor de nombres", "Asking the name server"));
        if (!answers(server)) {
            throw Explained.failure(Texts.of(
                    "No respon a les preguntes d'aquest node; no s'utilitza.",
                    "No responde a las preguntas de este nodo; no se usa.",
                    "It does not answer this node's questions; it is not used."));
        }
        used.add(server, announcement.host(), clock.instant());
        used.find(server).ifPresent(entry -> found.put(entry.key(), Health.up()));
        progress.result("next", "/ui/services/" + DnsService.PID);
        return used.find(server).map(Used.Entry::key);
    }

    /** Whether it answers, and for more than its own zones. */
    private boolean answers(InetSocketAddress server) {
        boolean good = knows(server, QUESTION) || knows(server, ROOT);
        used.find(server).ifPresent(entry -> found.put(entry.key(), good ? Health.up() : Health.down(SILENT)));
        return good;
    }

    private static boolean knows(InetSocketAddress server, Name zone) {
        try {
            Message answer = Question.ask(server, zone, Type.SOA, PATIENCE);
            return answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
        } catch (IOException e) {
            return false;
        }
    }

    /** Has each asked again, by a thread that comes for it; at most every half minute, when somebody looks at them. */
    private void lookAgain() {
        long now = System.nanoTime();
        long last = looked.get();
        if (now - last < AGAIN.toNanos() || used.all().isEmpty() || !looked.compareAndSet(last, now)) {
            return;
        }
        var thread = new Thread(() -> used.all().forEach(entry -> answers(entry.server())), "cloudy-dns-used");
        thread.setDaemon(true);
        thread.start();
    }

    List<Used.Entry> all() {
        lookAgain();
        return used.all();
    }

    /** How one was when it was asked last. */
    Health health(Used.Entry entry) {
        return found.getOrDefault(entry.key(), Health.unknown());
    }

    @Override
    public List<Joined> joined() {
        return all().stream().map(this::joined).toList();
    }

    @Override
    public Optional<Joined> joined(Announcement announcement) {
        lookAgain();
        return used.find(server(announcement)).map(this::joined);
    }

    private Joined joined(Used.Entry entry) {
        return new Joined(
                entry.key(),
                "DNS: " + (entry.name().isBlank() ? entry.key() : entry.name()),
                health(entry),
                entry.since());
    }

    @Override
    public void undo(String key, Jobs.Progress progress) throws Exception {
        if (used.find(key).isEmpty()) {
            throw Explained.failure(Texts.of(
                    "Aquest servidor de noms no s'utilitza des d'aquí.",
                    "Este servidor de nombres no se usa desde aquí.",
                    "This name server is not used from here."));
        }
        used.remove(key);
        found.remove(key);
    }
}
