// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a sentence what Karaf's resolver says in a page. */
final class Unresolved {

    private static final int MAX = 400;
    private static final Pattern MISSING = Pattern.compile(
            "missing requirement \\[([^]]+)] ([A-Za-z.]+); *(?:filter:=\"?)?([^\\[]*?)\"?(?:]|\\[caused|$)");

    private Unresolved() {}

    static Texts sentence(Throwable failure) {
        if (failure instanceof Explained explained) {
            return explained.texts().clean(MAX);
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        // The last one is what really lacks; those before are who needs it.
        Matcher missing = MISSING.matcher(message);
        Texts found = Texts.of(message.replaceAll("\\s+", " "));
        while (missing.find()) {
            found = Texts.of(
                            "%s necessita %s %s, que aquí res no ofereix",
                            "%s necesita %s %s, que aquí nada ofrece", "%s needs %s %s, which nothing here offers")
                    .with(
                            missing.group(1),
                            kind(missing.group(2)),
                            missing.group(3).strip().replaceAll("\\s+", " "));
        }
        return found.clean(MAX);
    }

    private static Texts kind(String namespace) {
        return switch (namespace) {
            case "osgi.wiring.package" -> Texts.of("el paquet de Java", "el paquete de Java", "a package");
            case "osgi.wiring.bundle" -> Texts.of("el paquet", "el paquete", "a bundle");
            case "osgi.identity" -> Texts.of("la funció", "la función", "a feature");
            case "osgi.service" -> Texts.of("el servei", "el servicio", "a service");
            case "osgi.ee" -> Texts.of("un altre Java", "otro Java", "another Java");
            default -> Texts.of(namespace);
        };
    }
}
