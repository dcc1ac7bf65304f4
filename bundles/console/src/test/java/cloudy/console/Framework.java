// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import cloudy.api.page.Page;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** As much of OSGi as the console asks for: bundles whose entries are files, and the pages that they bring. */
final class Framework {

    private final Map<ServiceReference<?>, Page> pages = new HashMap<>();

    static Bundle bundle(String name, Path folder) {
        return answering(
                Bundle.class,
                Map.of("getSymbolicName", name, "getVersion", Version.valueOf("1.2.3"), "getLastModified", 4L),
                folder);
    }

    void add(Bundle from, Page page) {
        pages.put(answering(ServiceReference.class, Map.of("getBundle", from), null), page);
    }

    BundleContext context(Bundle own) {
        return (BundleContext) Proxy.newProxyInstance(
                Framework.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundle" -> own;
                    case "getServiceReferences" -> pages.keySet().toArray(ServiceReference<?>[]::new);
                    case "getService" -> pages.get(arguments[0]);
                    case "ungetService" -> true;
                    default -> null;
                });
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers, Path folder) {
        return type.cast(Proxy.newProxyInstance(
                Framework.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "compareTo" ->
                        Integer.compare(System.identityHashCode(proxy), System.identityHashCode(arguments[0]));
                    case "getEntry" -> entry(folder.resolve((String) arguments[0]));
                    default -> answers.get(method.getName());
                }));
    }

    private static Object entry(Path file) throws MalformedURLException {
        return Files.isRegularFile(file) ? file.toUri().toURL() : null;
    }
}
