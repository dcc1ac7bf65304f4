// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as a component gets them: what is not said has the default. */
final class Wishes {

    private Wishes() {}

    static SyncthingConfig of(Map<String, Object> said) {
        return (SyncthingConfig) Proxy.newProxyInstance(
                Wishes.class.getClassLoader(),
                new Class<?>[] {SyncthingConfig.class},
                (proxy, method, arguments) -> said.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
