// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Text;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What names a service over restarts: its own {@code .cfg} file, else its component, within its bundle. */
final class ServiceId {

    /** Leaves room for an offer's key in the 256 characters of an announcement's id. */
    private static final int MAX = 120;

    private ServiceId() {}

    static String of(String bundle, Map<String, Object> properties) {
        String name = pid(properties)
                .or(() -> text(properties.get("component.name")))
                .or(() -> text(properties.get("cloudy.type")))
                .orElseGet(() -> "service-" + properties.get("service.id"));
        return Text.clean(name.startsWith(bundle) ? name : bundle + '/' + name, MAX);
    }

    /** What names an offer among all of this node; the last slash parts the two. */
    static String wanted(String serviceId, String offerKey) {
        return serviceId + '/' + offerKey.replace("%", "%25").replace("/", "%2F");
    }

    /** A component with several PIDs has the name of a list's member, if one of them is. */
    private static Optional<String> pid(Map<String, Object> properties) {
        List<String> pids = texts(properties.get("service.pid"));
        return pids.size() == 1
                ? Optional.of(pids.get(0))
                : pids.stream().filter(pid -> pid.indexOf('~') > 0).findFirst();
    }

    private static List<String> texts(Object value) {
        Stream<?> values = value instanceof Object[] array
                ? Stream.of(array)
                : value instanceof Collection<?> several ? several.stream() : Stream.ofNullable(value);
        return values.flatMap(each -> text(each).stream()).toList();
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
