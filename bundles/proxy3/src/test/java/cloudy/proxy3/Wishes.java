// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as a component gets them: what is not said has the default. */
final class Wishes {

    private Wishes() {}

    static ProxyConfig of(Map<String, Object> said) {
        return (ProxyConfig) Proxy.newProxyInstance(
                Wishes.class.getClassLoader(),
                new Class<?>[] {ProxyConfig.class},
                (proxy, method, arguments) -> said.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
