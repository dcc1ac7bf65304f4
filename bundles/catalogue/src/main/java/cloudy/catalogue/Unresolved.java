// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a sentence what Karaf's resolver says in a page. */
final class Unresolved {

    private static final int MAX = 400;
    private static final Pattern MISSING = Pattern.compile(
            "missing requirement \\[([^]]+)] ([A-Za-z.]+); *(?:filter:=\"?)?([^\\[]*?)\"?(?:]|\\[caused|$)");

    private Unresolved() {}

    static String sentence(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        // The last one is what really lacks; those before are who needs it.
        Matcher missing = MISSING.matcher(message);
        String found = "";
        while (missing.find()) {
            found = missing.group(1) + " needs " + kind(missing.group(2)) + ' '
                    + missing.group(3).strip() + ", which nothing here offers";
        }
        return Text.clean((found.isEmpty() ? message : found).replaceAll("\\s+", " "), MAX);
    }

    private static String kind(String namespace) {
        return switch (namespace) {
            case "osgi.wiring.package" -> "a package";
            case "osgi.wiring.bundle" -> "a bundle";
            case "osgi.identity" -> "a feature";
            case "osgi.service" -> "a service";
            case "osgi.ee" -> "another Java";
            default -> namespace;
        };
    }
}
