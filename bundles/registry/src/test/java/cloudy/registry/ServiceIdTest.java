// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceIdTest {

    @Test
    void isTheComponentsName() {
        assertThat(of("cloudy.syncthing", Map.of("component.name", "cloudy.syncthing")))
                .isEqualTo("cloudy.syncthing");
        assertThat(of("org.example.etherpad", Map.of("component.name", "org.example.etherpad.Etherpad")))
                .isEqualTo("org.example.etherpad.Etherpad");
    }

    @Test
    void isTheConfigurationsWhereThereIsOne() {
        assertThat(of(
                        "cloudy.external",
                        Map.of("component.name", "cloudy.external", "service.pid", "cloudy.external~etherpad")))
                .isEqualTo("cloudy.external~etherpad");
    }

    @Test
    void isWithinItsBundle() {
        assertThat(of("org.example", Map.of("component.name", "cloudy.registry")))
                .isEqualTo("org.example/cloudy.registry");
    }

    @Test
    void isTheMemberOfAListAmongSeveralConfigurations() {
        Map<String, Object> several = Map.of("component.name", "a.b", "service.pid", List.of("a.common", "a.list~one"));

        assertThat(of("a", several)).isEqualTo("a.list~one");
        assertThat(of("a", Map.of("component.name", "a.b", "service.pid", new String[] {"a.x", "a.y"})))
                .isEqualTo("a.b");
    }

    @Test
    void isFoundForAServiceThatIsNoComponent() {
        assertThat(of("a", Map.of("cloudy.type", "pads", "service.id", 7L))).isEqualTo("a/pads");
        assertThat(of("a", Map.of("service.id", 7L))).isEqualTo("a/service-7");
    }

    @Test
    void isOfBoundedLength() {
        assertThat(of("a", Map.of("component.name", "x".repeat(5_000)))).hasSize(120);
    }

    @Test
    void namesOffersApart() {
        assertThat(ServiceId.wanted("a/b", "web")).isEqualTo("a/b/web");
        assertThat(ServiceId.wanted("a", "b/web")).isNotEqualTo(ServiceId.wanted("a/b", "web"));
        assertThat(ServiceId.wanted("a", "b%2Fw")).isNotEqualTo(ServiceId.wanted("a", "b/w"));
    }

    private static String of(String bundle, Map<String, Object> properties) {
        return ServiceId.of(bundle, properties);
    }
}
