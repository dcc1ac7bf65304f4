// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/**
 * Asks Declarative Services about the components of a bundle. A bundle starts whether or not its components can be
 * made, and most are made only when somebody uses them.
 */
final class Components {

    private static final Pattern CAUSE = Pattern.compile("(?m)^Caused by: (.*)$");

    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Why one of them could not be made. */
    Optional<Texts> failure(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .filter(made -> made.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(made -> Texts.of(
                                "el seu component %s no s'engega: %s",
                                "su componente %s no arranca: %s", "its component %s does not start: %s")
                        .with(made.description.name, cause(made.failure)))
                .findFirst();
    }

    /** The innermost of a printed stack trace. */
    private static Texts cause(String trace) {
        if (trace == null) {
            return Texts.of("no diu per què", "no dice por qué", "it does not say why");
        }
        return Texts.of(CAUSE.matcher(trace)
                .results()
                .map(match -> match.group(1))
                .reduce((outer, inner) -> inner)
                .orElseGet(() -> trace.lines().findFirst().orElse("")));
    }
}
