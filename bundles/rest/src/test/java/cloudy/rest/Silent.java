// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import java.lang.reflect.Proxy;

/** Services that need only be there. */
public final class Silent {

    private Silent() {}

    /** One of which nothing may be asked. */
    public static <T> T of(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    throw new UnsupportedOperationException(method.toString());
                }));
    }
}
