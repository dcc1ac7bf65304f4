// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What the manifest of a bundle says of it, before it is installed.
 *
 * @param host the symbolic name of the bundle that this one is a fragment of
 * @param needs what it cannot do without and does not bring itself
 */
record Description(String symbolicName, Version version, boolean singleton, Optional<String> host, List<Need> needs) {

    private static final String OURS = "cloudy.api";

    static Description of(Attributes manifest) throws Refusal {
        if (!"2".equals(trimmed(manifest, Constants.BUNDLE_MANIFESTVERSION))) {
            throw Refusal.wrong(Texts.of(
                    "no és un mòdul: el seu manifest no té Bundle-ManifestVersion: 2",
                    "no es un módulo: su manifiesto no tiene Bundle-ManifestVersion: 2",
                    "is not a bundle: its manifest has no Bundle-ManifestVersion: 2"));
        }
        var names = Clause.parse(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME));
        if (names.size() != 1 || !names.get(0).path().matches("[A-Za-z0-9_.-]+")) {
            throw Refusal.wrong(Texts.of(
                    "no és un mòdul: el seu manifest no té cap Bundle-SymbolicName que valgui",
                    "no es un módulo: su manifiesto no tiene ningún Bundle-SymbolicName que valga",
                    "is not a bundle: its manifest has no usable Bundle-SymbolicName"));
        }
        try {
            var version = Version.parseVersion(trimmed(manifest, Constants.BUNDLE_VERSION));
            var name = names.get(0);
            var hosts = Clause.parse(manifest.getValue(Constants.FRAGMENT_HOST));
            var exports = exports(manifest);
            return new Description(
                    name.path(),
                    version,
                    "true".equals(name.directives().get(Constants.SINGLETON_DIRECTIVE)),
                    hosts.stream().findFirst().map(Clause::path),
                    needs(manifest, hosts, exports));
        } catch (IllegalArgumentException wrong) {
            throw Refusal.wrong(Texts.of(
                            "té un manifest que no té sentit: %s",
                            "tiene un manifiesto que no tiene sentido: %s", "has a manifest that makes no sense: %s")
                    .with(wrong.getMessage()));
        }
    }

    @Override
    public String toString() {
        return symbolicName + " " + version;
    }

    private static Set<String> exports(Attributes manifest) throws Refusal {
        var exports = new HashSet<String>();
        for (Clause clause : Clause.parse(manifest.getValue(Constants.EXPORT_PACKAGE))) {
            exports.addAll(clause.paths());
        }
        for (String exported : exports) {
            // Whoever got this copy instead of the node's would never be seen by the node.
            if ((exported + ".").startsWith(OURS + ".")) {
                throw Refusal.wrong(Texts.of(
                                "porta una còpia de %s, que és del node: traieu-la del jar",
                                "trae una copia de %s, que es del nodo: quítela del jar",
                                "brings a copy of %s, which is the node's own: leave it out of the jar")
                        .with(exported));
            }
        }
        return exports;
    }

    private static List<Need> needs(Attributes manifest, List<Clause> hosts, Set<String> exports) {
        var needs = new ArrayList<Need>();
        hosts.forEach(host -> needs.add(Need.ofHost(host)));
        for (Clause clause : Clause.parse(manifest.getValue(Constants.IMPORT_PACKAGE))) {
            for (String imported : clause.isOptional() ? List.<String>of() : clause.paths()) {
                if (!exports.contains(imported)) {
                    needs.add(Need.ofPackage(imported, clause));
                }
            }
        }
        for (Clause clause : Clause.parse(manifest.getValue(Constants.REQUIRE_BUNDLE))) {
            if (!clause.isOptional()) {
                needs.add(Need.ofBundle(clause));
            }
        }
        var provided = Clause.parse(manifest.getValue(Constants.PROVIDE_CAPABILITY)).stream()
                .map(Clause::path)
                .toList();
        for (Clause clause : Clause.parse(manifest.getValue(Constants.REQUIRE_CAPABILITY))) {
            String filter = clause.directives().get(Constants.FILTER_DIRECTIVE);
            boolean now =
                    clause.directives().getOrDefault("effective", "resolve").equals("resolve");
            if (now && filter != null && !clause.isOptional() && !provided.contains(clause.path())) {
                needs.add(new Need(clause.path(), filter));
            }
        }
        return needs;
    }

    /** Whether it would become part of the framework itself. */
    boolean extendsFramework() {
        return host.filter(name ->
                        name.equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME) || name.equals("org.apache.felix.framework"))
                .isPresent();
    }

    private static String trimmed(Attributes manifest, String name) {
        String value = manifest.getValue(name);
        return value == null ? "" : value.trim();
    }
}
