// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.CloudyService;
import cloudy.api.form.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What SCR knows of services that do not start. Its calls may wait for a component that is being made. */
final class Components {

    private static final int MAX_REASON = 200;

    /** Says nothing to a person, where a message follows. */
    private static final Pattern EXCEPTION = Pattern.compile("^[\\w.$]+Exception: (?=\\S)");

    private final ServiceComponentRuntime scr;

    Components(ServiceComponentRuntime scr) {
        this.scr = scr;
    }

    /** Every component that would be a service and cannot start. */
    List<Lacking> lacking() {
        List<Lacking> lacking = new ArrayList<>();
        for (ComponentDescriptionDTO component : scr.getComponentDescriptionDTOs()) {
            if (List.of(component.serviceInterfaces).contains(CloudyService.class.getName())
                    && scr.isComponentEnabled(component)) {
                Collection<ComponentConfigurationDTO> made = scr.getComponentConfigurationDTOs(component);
                made.forEach(each -> lack(component, each).ifPresent(lacking::add));
                if (made.isEmpty()) {
                    unconfigured(component).ifPresent(lacking::add);
                }
            }
        }
        return lacking;
    }

    /** Why a component of a bundle failed, if it did. */
    Optional<Texts> failure(Bundle bundle, String name, Object componentId) {
        ComponentDescriptionDTO component = scr.getComponentDescriptionDTO(bundle, name);
        return component == null
                ? Optional.empty()
                : scr.getComponentConfigurationDTOs(component).stream()
                        .filter(made -> componentId instanceof Long id && made.id == id)
                        .filter(made -> made.failure != null)
                        .map(Components::failure)
                        .findAny();
    }

    /** What a component of a bundle has by itself; nothing when there is none of that name. */
    Map<String, Object> declared(Bundle bundle, String name) {
        ComponentDescriptionDTO component = scr.getComponentDescriptionDTO(bundle, name);
        return component == null ? Map.of() : component.properties;
    }

    private static Optional<Lacking> lack(ComponentDescriptionDTO component, ComponentConfigurationDTO made) {
        return switch (made.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> unconfigured(component);
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                Optional.of(lacking(component, made.properties, references(component, made)));
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                Optional.of(lacking(component, made.properties, failure(made)));
            default -> Optional.empty();
        };
    }

    /** What has no offer of its own is a list of things that holds nothing, and lacks nothing. */
    private static Optional<Lacking> unconfigured(ComponentDescriptionDTO component) {
        if (!"require".equals(component.configurationPolicy) || !component.properties.containsKey("cloudy.type")) {
            return Optional.empty();
        }
        String files = Arrays.stream(component.configurationPid)
                .map(pid -> "etc/" + pid + ".cfg")
                .collect(Collectors.joining(", "));
        Texts why = Texts.of(
                "li cal la seva configuració: %s", "necesita su configuración: %s", "it needs its settings: %s");
        return Optional.of(lacking(component, component.properties, why.with(files)));
    }

    private static Lacking lacking(ComponentDescriptionDTO component, Map<String, Object> properties, Texts why) {
        String bundle = component.bundle.symbolicName;
        Map<String, Object> named = new HashMap<>(properties);
        named.putIfAbsent("component.name", component.name);
        return new Lacking(
                ServiceId.of(bundle, named), bundle, why.clean(MAX_REASON), properties, component.properties);
    }

    private static Texts references(ComponentDescriptionDTO component, ComponentConfigurationDTO made) {
        String missing = Arrays.stream(made.unsatisfiedReferences)
                .map(each -> type(component, each) + (each.target == null ? "" : " " + each.target))
                .distinct()
                .collect(Collectors.joining(", "));
        return Texts.of(
                        "li cal el que ningú no ofereix: %s",
                        "necesita lo que nadie ofrece: %s", "it needs what nobody provides: %s")
                .with(missing);
    }

    private static String type(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
        return Stream.of(component.references)
                .filter(reference -> reference.name.equals(missing.name))
                .map(reference -> reference.interfaceName)
                .findFirst()
                .orElse(missing.name);
    }

    /** The failure is a stack trace; its last cause is what a person can do something about. */
    private static Texts failure(ComponentConfigurationDTO made) {
        String first = "";
        for (String line : made.failure.lines().toList()) {
            if (first.isEmpty()) {
                first = line;
            } else if (line.startsWith("Caused by: ")) {
                first = line.substring("Caused by: ".length());
            }
        }
        return Texts.of("no s'ha pogut engegar: %s", "no se ha podido arrancar: %s", "it failed to start: %s")
                .with(EXCEPTION.matcher(first).replaceFirst(""));
    }
}
