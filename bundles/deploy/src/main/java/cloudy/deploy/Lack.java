// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Says in plain words what a bundle lacks, where the framework would print its resolver's search. */
final class Lack {

    private static final int MAX_DEPTH = 20;
    private static final Pattern FROM = Pattern.compile("\\((?:bundle-)?version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
    private static final Pattern JAVA = Pattern.compile("\\(version=([^)]+)\\)");

    private final FrameworkWiring wiring;

    Lack(FrameworkWiring wiring) {
        this.wiring = wiring;
    }

    /** A newer Java, which will not come while this one runs. */
    Optional<Texts> ofJava(Description jar) {
        return jar.needs().stream()
                .filter(need -> need.namespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE))
                .filter(need -> wiring.findProviders(need).isEmpty())
                .findFirst()
                .map(this::missing);
    }

    /** What a jar would lack if it were installed now. */
    Optional<Texts> of(Description jar) {
        return first(jar.needs(), new HashSet<>());
    }

    /** Why an installed bundle does not resolve. */
    Texts of(BundleRevision bundle) {
        Set<BundleRevision> seen = new HashSet<>(Set.of(bundle));
        return first(bundle.getDeclaredRequirements(null), seen)
                .orElse(Texts.of(
                        "necessita paquets que, plegats, no casen amb els que aquí es fan servir",
                        "necesita paquetes que, juntos, no casan con los que aquí se usan",
                        "needs packages that, taken together, do not fit those in use here"));
    }

    private Optional<Texts> first(Collection<? extends Requirement> needs, Set<BundleRevision> seen) {
        return needs.stream()
                .filter(Lack::isMandatory)
                .map(need -> missing(need, seen))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isMandatory(Requirement need) {
        String resolution = need.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return (resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY))
                && need.getDirectives()
                        .getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE)
                        .equals(Namespace.EFFECTIVE_RESOLVE);
    }

    private Optional<Texts> missing(Requirement need, Set<BundleRevision> seen) {
        Collection<BundleCapability> providers = wiring.findProviders(need);
        if (providers.isEmpty()) {
            return Optional.of(missing(need));
        }
        if (seen.size() > MAX_DEPTH || providers.stream().anyMatch(provider -> usable(provider, seen))) {
            return Optional.empty();
        }
        BundleRevision provider = providers.iterator().next().getRevision();
        seen.add(provider);
        return first(provider.getDeclaredRequirements(null), seen).map(inner -> Texts.of(
                        "necessita %s de %s, que al seu torn %s",
                        "necesita %s de %s, que a su vez %s", "needs %s of %s, which itself %s")
                .with(words(need), provider.getSymbolicName(), inner));
    }

    private static boolean usable(BundleCapability provider, Set<BundleRevision> seen) {
        BundleRevision revision = provider.getRevision();
        return revision.getWiring() != null || seen.contains(revision);
    }

    private Texts missing(Requirement need) {
        String namespace = need.getNamespace();
        if (namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            return Texts.of(
                            "necessita %s; aquest node va amb Java %s",
                            "necesita %s; este nodo va con Java %s", "needs %s; this node runs on Java %s")
                    .with(words(need), Runtime.version().feature());
        }
        Optional<String> name = value(need, namespace);
        String here = name.stream()
                .flatMap(plain -> wiring.findProviders(Need.ofAny(namespace, plain)).stream())
                .map(Lack::version)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .map(Version::toString)
                .collect(Collectors.joining(", "));
        return here.isEmpty()
                ? Texts.of(
                                "necessita %s, que aquí no ho porta res",
                                "necesita %s, que aquí no lo trae nada", "needs %s, which nothing here provides")
                        .with(words(need))
                : Texts.of(
                                "necessita %s; el que hi ha aquí és %s",
                                "necesita %s; lo que hay aquí es %s", "needs %s; what is here is %s")
                        .with(words(need), here);
    }

    private static Optional<Version> version(BundleCapability provider) {
        String attribute = provider.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE
                : "bundle-version";
        return provider.getAttributes().get(attribute) instanceof Version version
                ? Optional.of(version)
                : Optional.empty();
    }

    private static Texts words(Requirement need) {
        String filter = filter(need);
        String namespace = need.getNamespace();
        String name = value(need, namespace).orElse("");
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE ->
                Texts.of("el paquet %s%s", "el paquete %s%s", "the package %s%s")
                        .with(name, range(filter));
            case BundleNamespace.BUNDLE_NAMESPACE ->
                Texts.of("el mòdul %s%s", "el módulo %s%s", "the bundle %s%s").with(name, range(filter));
            case HostNamespace.HOST_NAMESPACE ->
                Texts.of(
                                "el mòdul %s%s (n'és un fragment)",
                                "el módulo %s%s (es un fragmento suyo)", "the bundle %s%s (it is a fragment of it)")
                        .with(name, range(filter));
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> java(all(JAVA, filter));
            default ->
                Texts.of("alguna cosa del tipus %s %s", "algo del tipo %s %s", "something of the kind %s %s")
                        .with(namespace, filter);
        };
    }

    private static Texts java(List<String> versions) {
        String either = "Java " + String.join(" o ", versions);
        return Texts.of(either, either, "Java " + String.join(" or ", versions));
    }

    private static Texts range(String filter) {
        String below = String.join("", all(BELOW, filter));
        String from = String.join("", all(FROM, BELOW.matcher(filter).replaceAll("")));
        if (from.isEmpty() || from.equals("0.0.0")) {
            return below.isEmpty()
                    ? Texts.none()
                    : Texts.of(" per sota de %s", " por debajo de %s", " below %s")
                            .with(below);
        }
        return below.isEmpty()
                ? Texts.of(" des de %s", " desde %s", " from %s").with(from)
                : Texts.of(
                                " des de %s fins a %s, sense incloure-la",
                                " desde %s hasta %s, sin incluirla", " from %s up to, not including, %s")
                        .with(from, below);
    }

    private static Optional<String> value(Requirement need, String attribute) {
        return all(Pattern.compile(Pattern.quote(attribute) + "=([^)]+)"), filter(need)).stream()
                .findFirst();
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String filter(Requirement need) {
        return need.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    }
}
