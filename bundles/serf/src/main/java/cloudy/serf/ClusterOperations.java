// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterState;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The cluster in the HTTP API. */
@Component(service = Operations.class)
public final class ClusterOperations implements Operations {

    private static final long PATIENCE_SECONDS = 130;
    private static final int MAX_FACT = 200;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final Jobs jobs;
    private final Clock clock;

    /** Comes anew with each change of the settings; the contract of the API stays. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Cluster cluster;

    @Activate
    public ClusterOperations(@Reference Jobs jobs) {
        this(jobs, null, Clock.systemUTC());
    }

    ClusterOperations(Jobs jobs, Cluster cluster, Clock clock) {
        this.jobs = jobs;
        this.cluster = cluster;
        this.clock = clock;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("getCluster", this::state, "listMembers", this::members, "joinMembers", this::join);
    }

    private Answer state(Call call) {
        ClusterState state = cluster().state();
        var view = new LinkedHashMap<String, Object>();
        view.put("kind", state.kind());
        view.put("reason", state.why().in(call.languages()));
        view.put("name", state.name());
        view.put("alive", state.alive());
        view.put("failed", state.failed());
        view.put("left", state.left());
        state.healthScore().ifPresent(score -> view.put("healthScore", score));
        view.put("queues", new TreeMap<>(state.queues()));
        view.put(
                "warnings",
                state.warnings().stream()
                        .map(warning -> warning.in(call.languages()))
                        .toList());
        return Answer.ok(view);
    }

    private Answer members(Call call) {
        List<ClusterMember> members = cluster().members();
        Page<ClusterMember> page =
                Page.of(members, ClusterOperations::sortKey, call.number("limit"), call.find("cursor"));
        Map<String, Object> answer = page.map(this::view).toMap();
        answer.put("total", members.size());
        return Answer.ok(answer);
    }

    /** Sorts as {@link Cluster#members} does: this node, the living by distance, the others; by name among equals. */
    private static String sortKey(ClusterMember member) {
        String kind = member.own() ? "0" : member.status() == ClusterMember.Status.ALIVE ? "1" : "2";
        // A number of nineteen digits, so that texts sort as numbers do.
        long nanos = member.distance().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        String digits = Long.toString(nanos);
        return kind + "0".repeat(19 - digits.length()) + digits + member.name();
    }

    private Map<String, Object> view(ClusterMember member) {
        var view = new LinkedHashMap<String, Object>();
        view.put("name", member.name());
        member.nodeId().ifPresent(id -> view.put("nodeId", id));
        if (!member.host().isEmpty()) {
            view.put("host", member.host());
        }
        view.put("own", member.own());
        view.put("status", member.status());
        view.put("address", member.address());
        view.put("port", member.port());
        var facts = new TreeMap<String, String>();
        member.facts().forEach((key, value) -> facts.put(Text.clean(key, MAX_FACT), Text.clean(value, MAX_FACT)));
        view.put("facts", facts);
        view.put("services", member.services());
        view.put("badRecords", member.badRecords());
        view.put(
                "heardAgoS",
                Math.max(0, Duration.between(member.heard(), clock.instant()).toSeconds()));
        member.distance()
                .ifPresent(distance ->
                        view.put("distanceMs", Math.round(distance.toNanos() / NANOS_PER_MICRO) / MICROS_PER_MILLI));
        return view;
    }

    private Answer join(Call call) {
        if (!(call.body().get("addresses") instanceof List<?> given) || given.isEmpty()) {
            throw new InvalidFieldException(
                    "addresses",
                    Texts.of(
                            "han de tenir almenys un amfitrió i un port",
                            "deben tener al menos un anfitrión y un puerto",
                            "must name at least one host and port"));
        }
        List<Endpoint> endpoints = Endpoint.parseAll(
                "addresses", given.stream().map(Object::toString).toList(), SerfSettings.GOSSIP_PORT);
        if (endpoints.isEmpty() || endpoints.size() > Joining.MAX) {
            throw new InvalidFieldException("addresses", Why.mustHaveEntries("1", Integer.toString(Joining.MAX)));
        }
        Cluster through = cluster();
        if (through.state().kind() == ClusterState.Kind.OFF) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Serf està apagat; engegueu-lo abans: cloudy service start cloudy.serf",
                            "Serf está apagado; enciéndalo antes: cloudy service start cloudy.serf",
                            "Serf is off; switch it on first: cloudy service start cloudy.serf"));
        }
        List<String> addresses = endpoints.stream().map(Endpoint::toString).toList();
        try {
            return Answer.accepted(jobs.start(
                            "cluster.join",
                            Texts.of(
                                            "Unió a la comunitat a través de %s",
                                            "Unión a la comunidad a través de %s", "Join the cluster through %s")
                                    .with(Text.clean(String.join(", ", addresses), MAX_FACT)),
                            call.requireCaller(),
                            new Joining(through, addresses))
                    .id());
        } catch (RejectedExecutionException e) {
            throw Problem.tooManyJobs();
        }
    }

    private Cluster cluster() {
        Cluster known = cluster;
        if (known == null) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "Serf s'està engegant de nou; torneu-ho a provar d'aquí a un moment.",
                            "Serf está arrancando de nuevo; vuelva a intentarlo dentro de un momento.",
                            "Serf is starting anew; try again in a moment."));
        }
        return known;
    }

    /** The work of joining. */
    private record Joining(Cluster cluster, List<String> addresses) implements Jobs.Work {

        static final int MAX = 32;

        @Override
        public void run(Jobs.Progress progress) throws Exception {
            progress.step(Texts.of("S'està unint", "Uniéndose", "Joining"));
            try {
                int reached = cluster.join(addresses).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                progress.result("reached", Integer.toString(reached));
            } catch (ExecutionException e) {
                throw Explained.failure(Explained.of(e.getCause()), e);
            } catch (TimeoutException e) {
                throw Explained.failure(
                        Texts.of(
                                "No hi ha hagut resposta a temps.",
                                "No ha habido respuesta a tiempo.",
                                "There was no answer in time."),
                        e);
            }
        }
    }
}
