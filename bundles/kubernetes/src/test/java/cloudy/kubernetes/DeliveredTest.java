// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code distribution/kubernetes} delivers for {@code kubectl apply}. */
class DeliveredTest {

    private static final Path FOLDER = Path.of("../../distribution/kubernetes");

    @ParameterizedTest
    @ValueSource(strings = {"roles.yaml", "deployment.yaml"})
    void hasNoFieldThatKubernetesDoesNotKnow(String file) throws Exception {
        List<HasMetadata> things = things(file);

        assertThat(things).isNotEmpty();
        List<String> unknown = new ArrayList<>();
        for (HasMetadata thing : things) {
            assertThat(thing.getClass().getSimpleName()).isEqualTo(thing.getKind());
            collect(thing, thing.getKind(), unknown);
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void runsByAnAccountAndOnAVolumeThatAreDeliveredToo() throws Exception {
        PodSpec pod = only("deployment.yaml", Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec();

        assertThat(pod.getServiceAccountName())
                .isEqualTo(
                        only("roles.yaml", ServiceAccount.class).getMetadata().getName());
        assertThat(pod.getVolumes().get(0).getPersistentVolumeClaim().getClaimName())
                .isEqualTo(only("deployment.yaml", PersistentVolumeClaim.class)
                        .getMetadata()
                        .getName());
        var container = pod.getContainers().get(0);
        assertThat(container.getVolumeMounts()).allMatch(mount -> mount.getName()
                .equals(pod.getVolumes().get(0).getName()));
        String contract = Files.readString(Path.of("../rest/src/main/resources/OSGI-INF/openapi/probes.yaml"));
        for (var probe :
                List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())) {
            assertThat(contract).contains('\n' + "  " + probe.getHttpGet().getPath() + ":\n");
            assertThat(container.getPorts()).anyMatch(port -> port.getName()
                    .equals(probe.getHttpGet().getPort().getStrVal()));
        }
    }

    @Test
    void givesNoRightBeyondWhatTheRolesAreFor() throws Exception {
        List<String> rules = things("roles.yaml").stream()
                .flatMap(thing -> thing instanceof ClusterRole all
                        ? all.getRules().stream()
                        : thing instanceof Role one ? one.getRules().stream() : Stream.empty())
                .flatMap(rule -> rule.getResources().stream().map(what -> what + ' ' + rule.getVerbs()))
                .toList();

        assertThat(rules).noneMatch(rule -> rule.contains("*") || rule.contains("secrets"));
        assertThat(things("roles.yaml").stream()
                        .filter(ClusterRole.class::isInstance)
                        .flatMap(role ->
                                ((ClusterRole) role).getRules().stream().flatMap(rule -> rule.getVerbs().stream()))
                        .distinct())
                .containsExactlyInAnyOrder("get", "list", "watch", "create", "patch");
    }

    private static <T> T only(String file, Class<T> kind) throws IOException {
        return things(file).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<HasMetadata> things(String file) throws IOException {
        try (InputStream in = Files.newInputStream(FOLDER.resolve(file))) {
            Object all = new KubernetesSerialization().unmarshal(in);
            return all instanceof KubernetesList list
                    ? list.getItems()
                    : ((Collection<?>) all)
                            .stream().map(HasMetadata.class::cast).toList();
        }
    }

    /** What the library's types have no place for, it keeps beside. */
    private static void collect(Object value, String path, List<String> unknown) throws ReflectiveOperationException {
        if (value instanceof Collection<?> many) {
            for (Object each : many) {
                collect(each, path, unknown);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> each : map.entrySet()) {
                collect(each.getValue(), path + '.' + each.getKey(), unknown);
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model.")) {
            for (Method getter : value.getClass().getMethods()) {
                if (getter.getName().startsWith("get")
                        && getter.getParameterCount() == 0
                        && !Modifier.isStatic(getter.getModifiers())) {
                    Object part = getter.invoke(value);
                    if (getter.getName().equals("getAdditionalProperties")) {
                        ((Map<?, ?>) part).keySet().forEach(name -> unknown.add(path + '.' + name));
                    } else {
                        collect(part, path + '.' + getter.getName().substring(3), unknown);
                    }
                }
            }
        }
    }
}
