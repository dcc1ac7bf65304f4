// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldTest {

    private final Held<Service> held = new Held<>(new KubernetesSerialization(), service -> {});

    @Test
    void keepsOfAThingWhatIsReadHere() {
        Service thing = Home.nodePort(
                "cloudy",
                "nginx",
                30080,
                Map.of(Marks.PUBLISH, "true", "kubectl.kubernetes.io/last-applied-configuration", "{}"));

        held.put(
                "cloudy/nginx",
                new ServiceBuilder(thing)
                        .editMetadata()
                        .addToLabels(Map.of("app", "nginx", Marks.IMPORTED, "a"))
                        .addNewManagedField()
                        .withManager("kubectl")
                        .endManagedField()
                        .endMetadata()
                        .build());

        assertThat(held.get("cloudy/nginx").getMetadata().getAnnotations()).containsOnlyKeys(Marks.PUBLISH);
        assertThat(held.get("cloudy/nginx").getMetadata().getLabels()).containsOnlyKeys(Marks.IMPORTED);
        assertThat(held.get("cloudy/nginx").getMetadata().getManagedFields()).isNullOrEmpty();
    }

    @Test
    void keepsNothingThatIsTooLargeNorWhatItWasBefore() {
        held.put("a", service("a", 10));
        held.put("a", service("a", Held.LARGEST));

        assertThat(held.get("a")).isNull();
        assertThat(held.size()).isZero();
    }

    @Test
    void keepsAsMuchAsThereIsRoomForAndTakesMoreOnceThatIsGone() {
        int some = Held.LARGEST - 1000;
        int room = Held.MOST_BYTES / some;
        for (int i = 0; i < 2 * room; i++) {
            held.put("s" + i, service("s" + i, some));
        }
        assertThat(held.size()).isEqualTo(room);

        held.remove("s0");
        held.put("late", service("late", some));

        assertThat(held.keySet()).hasSize(room).contains("late");
        assertThat(held.values()).hasSize(room);
    }

    private static Service service(String name, int size) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(Marks.PREFIX + "name", "x".repeat(size))
                .endMetadata()
                .build();
    }
}
