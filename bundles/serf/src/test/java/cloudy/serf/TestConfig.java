// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.lang.reflect.Proxy;
import java.util.Map;

/** A {@link SerfConfig} with some values of its own, and the defaults elsewhere, as DS would make it. */
final class TestConfig {

    private TestConfig() {}

    static SerfConfig of(Map<String, ?> values) {
        return (SerfConfig) Proxy.newProxyInstance(
                SerfConfig.class.getClassLoader(), new Class<?>[] {SerfConfig.class}, (proxy, method, arguments) -> {
                    Object value = values.get(method.getName());
                    return value == null ? method.getDefaultValue() : value;
                });
    }
}
