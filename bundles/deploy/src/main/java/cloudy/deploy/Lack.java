// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

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
    Optional<String> ofJava(Description jar) {
        return jar.needs().stream()
                .filter(need -> need.namespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE))
                .filter(need -> wiring.findProviders(need).isEmpty())
                .findFirst()
                .map(this::missing);
    }

    /** What a jar would lack if it were installed now. */
    Optional<String> of(Description jar) {
        return first(jar.needs(), new HashSet<>());
    }

    /** Why an installed bundle does not resolve. */
    String of(BundleRevision bundle) {
        Set<BundleRevision> seen = new HashSet<>(Set.of(bundle));
        return first(bundle.getDeclaredRequirements(null), seen)
                .orElse("needs packages that, taken together, do not fit those in use here");
    }

    private Optional<String> first(Collection<? extends Requirement> needs, Set<BundleRevision> seen) {
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

    private Optional<String> missing(Requirement need, Set<BundleRevision> seen) {
        Collection<BundleCapability> providers = wiring.findProviders(need);
        if (providers.isEmpty()) {
            return Optional.of(missing(need));
        }
        if (seen.size() > MAX_DEPTH || providers.stream().anyMatch(provider -> usable(provider, seen))) {
            return Optional.empty();
        }
        BundleRevision provider = providers.iterator().next().getRevision();
        seen.add(provider);
        return first(provider.getDeclaredRequirements(null), seen)
                .map(inner -> "needs " + words(need) + " of " + provider.getSymbolicName() + ", which itself " + inner);
    }

    private static boolean usable(BundleCapability provider, Set<BundleRevision> seen) {
        BundleRevision revision = provider.getRevision();
        return revision.getWiring() != null || seen.contains(revision);
    }

    private String missing(Requirement need) {
        String sentence = "needs " + words(need);
        String namespace = need.getNamespace();
        if (namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            return sentence + "; this node runs on Java " + Runtime.version().feature();
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
        return sentence + (here.isEmpty() ? ", which nothing here provides" : "; what is here is " + here);
    }

    private static Optional<Version> version(BundleCapability provider) {
        String attribute = provider.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE
                : "bundle-version";
        return provider.getAttributes().get(attribute) instanceof Version version
                ? Optional.of(version)
                : Optional.empty();
    }

    private static String words(Requirement need) {
        String filter = filter(need);
        String namespace = need.getNamespace();
        String name = value(need, namespace).orElse("");
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "the package " + name + range(filter);
            case BundleNamespace.BUNDLE_NAMESPACE -> "the bundle " + name + range(filter);
            case HostNamespace.HOST_NAMESPACE -> "the bundle " + name + range(filter) + " (it is a fragment of it)";
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
                "Java " + String.join(" or ", all(JAVA, filter));
            default -> "something of the kind " + namespace + " " + filter;
        };
    }

    private static String range(String filter) {
        String below = String.join("", all(BELOW, filter));
        String from = String.join("", all(FROM, BELOW.matcher(filter).replaceAll("")));
        if (from.isEmpty() || from.equals("0.0.0")) {
            return below.isEmpty() ? "" : " below " + below;
        }
        return " from " + from + (below.isEmpty() ? "" : " up to, not including, " + below);
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
