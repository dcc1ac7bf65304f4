// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Settings;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Kubernetes in the HTTP API. */
@Component(service = Operations.class)
public final class KubernetesOperations implements Operations {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Settings settings;

    /** Comes anew with each change of the settings; the contract of the API stays. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile KubernetesService service;

    @Activate
    public KubernetesOperations(@Reference Settings settings) {
        this(settings, null);
    }

    KubernetesOperations(Settings settings, KubernetesService service) {
        this.settings = settings;
        this.service = service;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "listKubernetesClusters", this::clusters,
                "listKubernetesServices", this::services,
                "listKubernetesWorkloads", this::workloads,
                "switchKubernetesService", this::publish,
                "listKubernetesImports", this::imports,
                "putKubernetesImport", this::putImport,
                "removeKubernetesImport", this::removeImport);
    }

    private Answer clusters(Call call) {
        return list(on().all().stream()
                .map(cluster -> Overview.of(cluster, on(), call.languages()))
                .toList());
    }

    private Answer services(Call call) {
        boolean all = call.flag("all");
        return list(on().entries().stream()
                .filter(entry -> all || entry.state() != Entry.State.UNWISHED)
                .map(entry -> Overview.of(entry, call.languages()))
                .toList());
    }

    private Answer workloads(Call call) {
        List<CompletableFuture<List<Workloads.Workload>>> asked = on().all().stream()
                .map(cluster -> cluster.ask(client -> Workloads.of(cluster.name(), client)))
                .toList();
        return Answer.later(CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .handle((done, failure) -> {
                    List<Object> items = new ArrayList<>();
                    // A cluster that is away has its fault in the list of clusters.
                    asked.stream()
                            .filter(one -> !one.isCompletedExceptionally())
                            .forEach(one -> items.addAll(one.join()));
                    return list(items);
                }));
    }

    private Answer publish(Call call) {
        Cluster cluster = on().find(call.text("cluster"))
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "No hi ha cap clúster amb aquest nom.",
                        "No hay ningún clúster con ese nombre.",
                        "There is no cluster of this name.")));
        boolean wanted = Boolean.TRUE.equals(call.body().get("publish"));
        String patch = "{\"metadata\":{\"annotations\":{\"" + Marks.PUBLISH + "\":\"" + wanted + "\"}}}";
        return Answer.later(cluster.ask(client -> {
                    client.services()
                            .inNamespace(call.text("namespace"))
                            .withName(call.text("name"))
                            .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
                    return Answer.done();
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(problem(failure))));
    }

    private static Problem problem(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        int code = cause instanceof KubernetesClientException answer
                ? answer.getCode()
                : failure instanceof KubernetesClientException direct ? direct.getCode() : 0;
        if (code == FORBIDDEN) {
            return Problem.of(
                    409,
                    Texts.of(
                            "El compte no té el permís de canviar anotacions (cloudy-switch).",
                            "La cuenta no tiene el permiso de cambiar anotaciones (cloudy-switch).",
                            "The account has no right to change annotations (cloudy-switch)."));
        }
        if (code == NOT_FOUND) {
            return Problem.notFound(Texts.of(
                    "El clúster no té aquest servei.",
                    "El clúster no tiene ese servicio.",
                    "The cluster has no such service."));
        }
        return Problem.of(
                503,
                Texts.of("El clúster no ho fa: %s.", "El clúster no lo hace: %s.", "The cluster does not do it: %s.")
                        .with(String.valueOf(cause.getMessage()))
                        .clean(300));
    }

    private Answer imports(Call call) {
        Clusters on = on();
        Map<String, Announcement> chosen = on.imports().chosen();
        return list(on.settings().imports().stream()
                .map(each -> {
                    var item = new LinkedHashMap<String, Object>();
                    item.put("name", each.name());
                    item.put("type", each.type());
                    item.put("words", each.words());
                    item.put("dnsName", each.name() + '.' + on.settings().importNamespace() + ".svc");
                    Optional.ofNullable(chosen.get(each.name()))
                            .ifPresent(heard -> item.put("at", heard.numbers() + ':' + heard.port()));
                    return item;
                })
                .toList());
    }

    private Answer putImport(Call call) throws IOException {
        String words = call.bodyText("words").orElse("");
        String type = call.bodyText("type").orElseThrow(() -> new InvalidFieldException("type", Why.isMissing()));
        var added = new KubernetesSettings.Import(call.text("name"), type, words);
        if (!added.toString().matches(KubernetesSettings.IMPORT)) {
            throw new InvalidFieldException("words", Why.mustBeOneLine());
        }
        return change(call, Optional.of(added));
    }

    private Answer removeImport(Call call) throws IOException {
        return change(call, Optional.empty());
    }

    private synchronized Answer change(Call call, Optional<KubernetesSettings.Import> added) throws IOException {
        on();
        // What is on the disk: a change that has just been made is in force a moment later only.
        String kept = settings.read(KubernetesService.PID).getOrDefault("imports", "");
        List<String> wanted = new ArrayList<>(Arrays.stream(kept.split(","))
                .map(String::trim)
                .filter(each -> !each.isEmpty() && !each.startsWith(call.text("name") + '='))
                .toList());
        added.ifPresent(each -> wanted.add(each.toString()));
        String joined = String.join(",", wanted);
        settings.change(
                KubernetesService.PID,
                Map.of("imports", joined.isEmpty() ? Optional.empty() : Optional.of(joined)),
                call.requireCaller());
        return Answer.done();
    }

    private Clusters on() {
        return Optional.ofNullable(service)
                .flatMap(KubernetesService::clusters)
                .orElseThrow(() -> Problem.of(
                        503,
                        Texts.of(
                                "En aquest node Kubernetes està apagat.",
                                "En este nodo Kubernetes está apagado.",
                                "Kubernetes is off on this node.")));
    }

    private static Answer list(List<?> items) {
        return Answer.ok(Map.of("items", items));
    }
}
