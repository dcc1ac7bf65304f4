// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a thing is in the API of a cluster; with an empty name, all of a namespace; with an empty namespace, all. */
record ApiPlace(String version, String plural, String namespace, String name) {

    private static final Pattern VERSION = Pattern.compile("/(?:api|apis)/([^/]+(?:/[^/]+)?)");

    /** A kind of thing, by its word in addresses. */
    record Kind(String version, String plural, String name, boolean namespaced) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("v1", "namespaces", "Namespace", false),
            new Kind("v1", "nodes", "Node", false),
            new Kind("v1", "services", "Service", true),
            new Kind("v1", "pods", "Pod", true),
            new Kind("v1", "events", "Event", true),
            new Kind("apps/v1", "deployments", "Deployment", true),
            new Kind("networking.k8s.io/v1", "ingresses", "Ingress", true),
            new Kind("discovery.k8s.io/v1", "endpointslices", "EndpointSlice", true),
            new Kind("coordination.k8s.io/v1", "leases", "Lease", true),
            new Kind("metrics.k8s.io/v1beta1", "pods", "PodMetrics", true));

    Kind kind() {
        return KINDS.stream()
                .filter(kind -> kind.version().equals(version) && kind.plural().equals(plural))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "NotFound"));
    }

    String key() {
        return String.join("|", version, plural, namespace, name);
    }

    boolean holds(ApiPlace other) {
        return version.equals(other.version)
                && plural.equals(other.plural)
                && (namespace.isEmpty() || namespace.equals(other.namespace))
                && (name.isEmpty() || name.equals(other.name));
    }

    /** What it says of itself; kubectl asks. */
    static JsonNode discovery(String path) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (path.equals("/version")) {
            return answer.put("major", "1").put("minor", "30").put("gitVersion", "v1.30.0");
        }
        if (path.equals("/api")) {
            answer.put("kind", "APIVersions").putArray("versions").add("v1");
            return answer;
        }
        if (path.equals("/apis")) {
            ArrayNode groups =
                    answer.put("kind", "APIGroupList").put("apiVersion", "v1").putArray("groups");
            KINDS.stream()
                    .map(Kind::version)
                    .filter(version -> version.contains("/"))
                    .distinct()
                    .forEach(version -> {
                        ObjectNode group = groups.addObject().put("name", version.substring(0, version.indexOf('/')));
                        ObjectNode one = group.putObject("preferredVersion")
                                .put("groupVersion", version)
                                .put("version", version.substring(version.indexOf('/') + 1));
                        group.putArray("versions").add(one);
                    });
            return answer;
        }
        Matcher matcher = VERSION.matcher(path);
        String version = matcher.matches() ? matcher.group(1) : "";
        List<Kind> found =
                KINDS.stream().filter(kind -> kind.version().equals(version)).toList();
        if (found.isEmpty()) {
            throw new Refusal(404, "NotFound");
        }
        answer.put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", version);
        ArrayNode resources = answer.putArray("resources");
        found.forEach(kind -> resources
                .addObject()
                .put("name", kind.plural())
                .put("singularName", "")
                .put("kind", kind.name())
                .put("namespaced", kind.namespaced())
                .putArray("verbs")
                .add("create")
                .add("delete")
                .add("get")
                .add("list")
                .add("patch")
                .add("update")
                .add("watch"));
        return answer;
    }

    /** What is not done. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final int code;

        Refusal(int code, String reason) {
            super(reason);
            this.code = code;
        }
    }
}
