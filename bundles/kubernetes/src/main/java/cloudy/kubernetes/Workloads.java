// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What runs in a cluster, at a glance. Asked for when somebody looks: to follow every pod all the time would cost more than
 * all the rest.
 */
final class Workloads {

    private static final int MOST_PODS = 500;
    private static final long PAGE = 100;
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    /** @param cpuMilli thousandths of a core, and memory in bytes; empty where the cluster does not measure */
    record Workload(
            String cluster,
            String kind,
            String namespace,
            String name,
            int ready,
            int pods,
            int restarts,
            List<String> images,
            Optional<Long> cpuMilli,
            Optional<Long> memoryBytes) {}

    private Workloads() {}

    /** The pods of a cluster by what made them. Blocks. */
    static List<Workload> of(String cluster, KubernetesClient client) {
        Map<String, PodMetrics> metrics = metrics(client);
        Map<String, List<Pod>> byOwner = new LinkedHashMap<>();
        var some = new ListOptionsBuilder().withLimit(PAGE).build();
        for (int seen = 0; seen < MOST_PODS; ) {
            PodList page = client.pods().inAnyNamespace().list(some);
            for (Pod pod : page.getItems()) {
                byOwner.computeIfAbsent(owner(pod), key -> new ArrayList<>()).add(pod);
            }
            seen += page.getItems().size();
            String next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
            if (next == null || next.isEmpty() || page.getItems().isEmpty()) {
                break;
            }
            some.setContinue(next);
        }
        return byOwner.entrySet().stream()
                .map(each -> workload(cluster, each.getKey(), each.getValue(), metrics))
                .toList();
    }

    private static Workload workload(String cluster, String owner, List<Pod> pods, Map<String, PodMetrics> metrics) {
        String[] parts = owner.split("/", 3);
        int ready = 0;
        int restarts = 0;
        Set<String> images = new LinkedHashSet<>();
        long cpu = 0;
        long memory = 0;
        boolean measured = false;
        for (Pod pod : pods) {
            List<ContainerStatus> statuses =
                    pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
            ready += !statuses.isEmpty() && statuses.stream().allMatch(each -> Boolean.TRUE.equals(each.getReady()))
                    ? 1
                    : 0;
            restarts +=
                    statuses.stream().mapToInt(ContainerStatus::getRestartCount).sum();
            pod.getSpec().getContainers().stream().map(Container::getImage).forEach(images::add);
            PodMetrics measure = metrics.get(
                    key(pod.getMetadata().getNamespace(), pod.getMetadata().getName()));
            if (measure != null) {
                measured = true;
                for (var container : measure.getContainers()) {
                    cpu += number(container.getUsage().get("cpu"), MILLI);
                    memory += number(container.getUsage().get("memory"), BigDecimal.ONE);
                }
            }
        }
        return new Workload(
                cluster,
                parts[0],
                parts[1],
                parts[2],
                ready,
                pods.size(),
                restarts,
                List.copyOf(images),
                measured ? Optional.of(cpu) : Optional.empty(),
                measured ? Optional.of(memory) : Optional.empty());
    }

    private static long number(Quantity quantity, BigDecimal times) {
        return quantity == null
                ? 0
                : quantity.getNumericalAmount().multiply(times).longValue();
    }

    private static Map<String, PodMetrics> metrics(KubernetesClient client) {
        var all = new HashMap<String, PodMetrics>();
        try {
            for (PodMetrics each : client.top().pods().metrics().getItems()) {
                all.put(
                        key(
                                each.getMetadata().getNamespace(),
                                each.getMetadata().getName()),
                        each);
            }
        } catch (KubernetesClientException e) {
            // Most home clusters have no metrics server: the columns stay empty.
        }
        return all;
    }

    /** A ReplicaSet is called as its Deployment, with a hash behind. */
    private static String owner(Pod pod) {
        List<OwnerReference> owners = pod.getMetadata().getOwnerReferences();
        String namespace = pod.getMetadata().getNamespace();
        if (owners == null || owners.isEmpty()) {
            return "Pod/" + key(namespace, pod.getMetadata().getName());
        }
        OwnerReference owner = owners.get(0);
        Map<String, String> labels = pod.getMetadata().getLabels();
        String hash = labels == null ? "" : labels.getOrDefault("pod-template-hash", "");
        boolean deployed = owner.getKind().equals("ReplicaSet")
                && !hash.isEmpty()
                && owner.getName().endsWith('-' + hash);
        return deployed
                ? "Deployment/"
                        + key(
                                namespace,
                                owner.getName().substring(0, owner.getName().length() - hash.length() - 1))
                : owner.getKind() + '/' + key(namespace, owner.getName());
    }

    private static String key(String namespace, String name) {
        return namespace + '/' + name;
    }
}
