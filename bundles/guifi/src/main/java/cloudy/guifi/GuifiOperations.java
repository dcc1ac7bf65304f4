// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.access.Caller;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.guifi.GuifiService;
import cloudy.api.job.Jobs;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** This node at guifi.net, in the HTTP API: sign in, node, device, address, services. */
@Component(service = Operations.class)
public final class GuifiOperations implements Operations {

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 16;
    private static final int IDLE_S = 10;
    private static final Texts NODES = Texts.of(
            "Baixar la llista de nodes de guifi.net",
            "Descargar la lista de nodos de guifi.net",
            "Fetch the list of guifi.net's nodes");
    private static final Texts DECLARE = Texts.of(
            "Declarar serveis a guifi.net", "Declarar servicios en guifi.net", "Declare services at guifi.net");

    private final Guifi guifi;
    private final Account account;
    private final Places places;
    private final Declaration declaration;
    private final Jobs jobs;
    private final Node node;
    private final ThreadPoolExecutor threads;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<GuifiService> services = List.of();

    @Activate
    public GuifiOperations(
            @Reference Guifi guifi, @Reference Settings settings, @Reference Jobs jobs, @Reference Node node) {
        this.guifi = guifi;
        this.jobs = jobs;
        this.node = node;
        account = new Account(settings);
        places = new Places(guifi);
        declaration = new Declaration(guifi, account, () -> services);
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), run -> {
                    var thread = new Thread(run, "cloudy-guifi-call");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Deactivate
    void stop() {
        threads.shutdownNow();
    }

    /** Something that asks guifi.net, and so takes its time. */
    private interface Work {

        Answer answer(Call call, Caller by) throws IOException;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.ofEntries(
                Map.entry("getGuifi", call -> Answer.ok(view(call).state(mac()))),
                Map.entry("signInToGuifi", later((call, by) -> {
                    declaration.signIn(body(call, "user"), body(call, "password"), by);
                    return Answer.done();
                })),
                Map.entry("signOutOfGuifi", call -> {
                    account.forgetToken(call.requireCaller());
                    return Answer.done();
                }),
                Map.entry("findGuifiNodes", later((call, by) -> found(call))),
                Map.entry("fetchGuifiNodes", this::fetch),
                Map.entry(
                        "getGuifiNode", later((call, by) -> Answer.ok(view(call).place(place(call.number("node")))))),
                Map.entry("setGuifiNode", later(this::setNode)),
                Map.entry("addGuifiDevice", later((call, by) -> {
                    long device = declaration.addDevice(
                            body(call, "nick"),
                            call.bodyText("mac")
                                    .map(mac -> mac.toUpperCase(Locale.ROOT))
                                    .or(this::mac)
                                    .orElseThrow(() -> new InvalidFieldException("mac", Why.isMissing())),
                            call.bodyText("mail").orElse(""),
                            call.bodyText("comment").orElse(""),
                            by);
                    return Answer.created("/api/v1/x/cloudy.guifi/state", Map.of("device", device));
                })),
                Map.entry("setGuifiDevice", later(this::setDevice)),
                Map.entry("linkGuifiDevice", later((call, by) -> {
                    declaration.link(bodyNumber(call, "device"), by);
                    return Answer.done();
                })),
                Map.entry("unlinkGuifiDevice", later((call, by) -> {
                    declaration.unlink(by);
                    return Answer.done();
                })),
                Map.entry("declareGuifiServices", this::declare),
                Map.entry("withdrawGuifiService", later((call, by) -> {
                    declaration.withdraw(service(call.text("kind")), by);
                    declaration.clear(by);
                    return Answer.done();
                })));
    }

    private View view(Call call) {
        return new View(guifi, account, services, call.languages());
    }

    private Operation later(Work work) {
        return call -> {
            Caller by = call.requireCaller();
            var answer = new CompletableFuture<Answer>();
            try {
                threads.execute(() -> {
                    try {
                        answer.complete(work.answer(call, by));
                    } catch (IOException e) {
                        answer.completeExceptionally(problem(e));
                    } catch (RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                });
            } catch (RejectedExecutionException busy) {
                throw Problem.tooMany(
                        Texts.of(
                                "Ja són massa els que esperen guifi.net.",
                                "Ya son demasiados los que esperan a guifi.net.",
                                "Too many wait for guifi.net already."),
                        5);
            }
            return Answer.later(answer);
        };
    }

    /** What guifi.net refuses is for the caller to mend; that it cannot be reached is not. */
    private static Problem problem(IOException e) {
        boolean refused = e instanceof GuifiApi.Refusal || e instanceof Declaration.Unready;
        return Problem.of(
                refused ? 409 : 503,
                Texts.of("No s'ha pogut fer: %s.", "No se ha podido hacer: %s.", "It could not be done: %s.")
                        .with(Explained.of(e)));
    }

    private Answer found(Call call) throws IOException {
        return places.find(call.text("text"), (int) call.number("limit"))
                .map(found -> Answer.ok(view(call).found(found)))
                .orElseThrow(() -> Problem.of(
                        409,
                        Texts.of(
                                "Encara no hi ha la llista de nodes de guifi.net: primer cal baixar-la.",
                                "Todavía no está la lista de nodos de guifi.net: primero hay que descargarla.",
                                "The list of guifi.net's nodes is not here yet: fetch it first.")));
    }

    private Answer fetch(Call call) {
        return job("guifi.nodes", NODES, call, progress -> {
            var copy = places.fetch();
            if (!copy.stale().isEmpty()) {
                throw new Trouble(copy.stale());
            }
            progress.result("nodes", Long.toString(copy.value()));
        });
    }

    private Answer setNode(Call call, Caller by) throws IOException {
        long id = bodyNumber(call, "node");
        if (id > 0) {
            place(id);
        }
        account.place(id, by);
        return Answer.done();
    }

    private Answer setDevice(Call call, Caller by) throws IOException {
        long id = bodyNumber(call, "device");
        if (id > 0) {
            var device = place(account.node()).device(id);
            if (device.isEmpty() || !device.get().device().type().equals("cloudy")) {
                throw Problem.of(
                        409,
                        Texts.of(
                                        "El dispositiu %s no és un Cloudy d'aquest node de guifi.net.",
                                        "El dispositivo %s no es un Cloudy de este nodo de guifi.net.",
                                        "Device %s is no Cloudy of this node of guifi.net.")
                                .with(id),
                        "device");
            }
        }
        account.device(id, by);
        return Answer.done();
    }

    private Answer declare(Call call) {
        List<String> kinds = call.body().get("kinds") instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
        List<GuifiService> wanted = kinds.isEmpty()
                ? List.copyOf(services)
                : kinds.stream().map(this::service).toList();
        if (wanted.isEmpty()) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Aquest node no té cap servei que guifi.net apunti: instal·leu el proxy o el DNS.",
                            "Este nodo no tiene ningún servicio que guifi.net apunte: instale el proxy o el DNS.",
                            "This node has no service that guifi.net keeps a list of: install the proxy or the DNS."));
        }
        return job("guifi.declare", DECLARE, call, progress -> {
            int done = 0;
            for (GuifiService service : wanted) {
                progress.step(service.title());
                long id = declaration.declare(service, progress.by());
                progress.result(service.kind(), Long.toString(id));
                progress.percent(100 * ++done / (wanted.size() + 1));
            }
            declaration.clear(progress.by());
        });
    }

    private Answer job(String kind, Texts title, Call call, Jobs.Work work) {
        try {
            return Answer.accepted(
                    jobs.start(kind, title, call.requireCaller(), work).id());
        } catch (RejectedExecutionException full) {
            throw Problem.tooManyJobs();
        }
    }

    private GuifiService service(String kind) {
        return services.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(Texts.of(
                                "Aquest node no té cap servei %s.",
                                "Este nodo no tiene ningún servicio %s.", "This node has no service %s.")
                        .with(Text.clean(kind, 40))));
    }

    private Places.Place place(long id) throws IOException {
        return places.node(id)
                .orElseThrow(() -> Problem.notFound(Texts.of(
                                "guifi.net no té cap node %s.",
                                "guifi.net no tiene ningún nodo %s.", "guifi.net has no node %s.")
                        .with(id)));
    }

    /** The hardware's address where the community reaches this node, as guifi.net wants it. */
    private Optional<String> mac() {
        Optional<InetAddress> own = node.address(Audience.COMMUNITY);
        try {
            NetworkInterface line = own.isPresent() ? NetworkInterface.getByInetAddress(own.get()) : null;
            byte[] address = line == null ? null : line.getHardwareAddress();
            return address == null || address.length != 6
                    ? Optional.empty()
                    : Optional.of(HexFormat.ofDelimiter(":").formatHex(address).toUpperCase(Locale.ROOT));
        } catch (SocketException gone) {
            return Optional.empty();
        }
    }

    private static String body(Call call, String property) {
        return call.bodyText(property).orElseThrow(() -> new InvalidFieldException(property, Why.isMissing()));
    }

    private static long bodyNumber(Call call, String property) {
        if (call.body().get(property) instanceof Number number) {
            return number.longValue();
        }
        throw new InvalidFieldException(property, Why.mustBeWholeNumber());
    }
}
