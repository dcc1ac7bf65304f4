// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.CloudyService;
import cloudy.api.Offer;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class ShelvesTest {

    private final Map<String, CloudyService> registered = new LinkedHashMap<>();
    private final Map<String, Dictionary<?, ?>> properties = new LinkedHashMap<>();
    private final List<String> looked = new ArrayList<>();
    private final Shelves shelves =
            new Shelves(context(), Map.of("cloudy.audience", "lan", "cloudy.type", "kubernetes"), looked::add);

    @Test
    void putsWhatOneServiceCannotHoldOnFurtherOnes() {
        assertThat(shelves.put(offers(1000))).isZero();

        assertThat(registered).hasSize(15);
        assertThat(all()).hasSize(1000).doesNotHaveDuplicates();
        assertThat(registered.values())
                .allMatch(shelf -> shelf.offers(List.of()).size() <= 64);
        assertThat(properties.get("cloudy.kubernetes.2").get("cloudy.audience")).isEqualTo("lan");
        assertThat(properties.get("cloudy.kubernetes.2").get("cloudy.type")).isNull();
    }

    @Test
    void leavesOffersWhereTheyAreAndTellsOnlyOfShelvesThatChange() {
        shelves.put(offers(130));
        List<Offer> first = shelves.first();
        looked.clear();

        Offer moved = offers(130).get(100).onPort(9);
        List<Offer> changed = new ArrayList<>(offers(130));
        changed.set(100, moved);
        shelves.put(changed);

        assertThat(looked).hasSize(1);
        assertThat(all()).contains(moved).hasSize(130);
        assertThat(shelves.first()).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void takesShelvesAwayThatAreEmpty() {
        shelves.put(offers(130));
        assertThat(registered).hasSize(2);

        shelves.put(offers(3));

        assertThat(registered).isEmpty();
        assertThat(shelves.first()).hasSizeLessThanOrEqualTo(3);
        shelves.close();
        assertThat(shelves.first()).isEmpty();
    }

    private List<Offer> all() {
        return Stream.concat(
                        shelves.first().stream(),
                        registered.values().stream().flatMap(shelf -> shelf.offers(List.of()).stream()))
                .toList();
    }

    private static List<Offer> offers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Offer.of("kubernetes", "s" + i, 30_000 + i).withKey(String.format("key%04d", i)))
                .toList();
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    var service = (CloudyService) arguments[1];
                    var given = (Dictionary<?, ?>) arguments[2];
                    String id = given.get("service.pid").toString();
                    registered.put(id, service);
                    properties.put(id, given);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (self, called, none) -> {
                                registered.remove(id);
                                return null;
                            });
                });
    }
}
