// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

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
    Optional<String> failure(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .filter(made -> made.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(made -> "its component " + made.description.name + " does not start: " + cause(made.failure))
                .findFirst();
    }

    /** The innermost of a printed stack trace. */
    private static String cause(String trace) {
        if (trace == null) {
            return "it does not say why";
        }
        return CAUSE.matcher(trace)
                .results()
                .map(match -> match.group(1))
                .reduce((outer, inner) -> inner)
                .orElseGet(() -> trace.lines().findFirst().orElse(""));
    }
}
