// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as a component gets them: what is not said has the default. */
public final class Wishes {

    private Wishes() {}

    /**
     * An instance of a component's {@code Config}.
     *
     * @param type the annotation type, which need not be public
     * @param said the values that are not the defaults, of the types that the methods have, by their names
     */
    public static <T> T of(Class<T> type, Map<String, ?> said) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object value = said.get(method.getName());
                    return value == null ? method.getDefaultValue() : value;
                }));
    }
}
