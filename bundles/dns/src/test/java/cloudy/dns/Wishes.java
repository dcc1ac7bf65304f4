// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as a component gets them: what is not said has the default. */
final class Wishes {

    private Wishes() {}

    static DnsConfig of(Map<String, Object> said) {
        return (DnsConfig) Proxy.newProxyInstance(
                Wishes.class.getClassLoader(),
                new Class<?>[] {DnsConfig.class},
                (proxy, method, arguments) -> said.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    static DnsSettings settings(Map<String, Object> said) {
        return DnsSettings.of(of(said));
    }
}
