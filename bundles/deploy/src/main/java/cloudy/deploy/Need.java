// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.util.Map;
import java.util.StringJoiner;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** A requirement of a jar that is not installed yet, in the form that the framework can be asked about. */
record Need(String namespace, String filter) implements Requirement {

    static Need ofPackage(String name, Clause imported) {
        return of(PackageNamespace.PACKAGE_NAMESPACE, name, PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE, imported);
    }

    static Need ofBundle(Clause required) {
        return of(BundleNamespace.BUNDLE_NAMESPACE, required.path(), "bundle-version", required);
    }

    static Need ofHost(Clause host) {
        return of(HostNamespace.HOST_NAMESPACE, host.path(), "bundle-version", host);
    }

    /** Whether any version of it is there. */
    static Need ofAny(String namespace, String name) {
        return new Need(namespace, "(" + namespace + "=" + escaped(name) + ")");
    }

    private static Need of(String namespace, String name, String versionAttribute, Clause clause) {
        var filter = new StringJoiner("", "(&", ")");
        filter.add(ofAny(namespace, name).filter());
        clause.attributes().forEach((key, value) -> {
            boolean range = key.equals(versionAttribute) || key.equals("bundle-version");
            filter.add(range ? range(key, value) : "(" + key + "=" + escaped(value) + ")");
        });
        return new Need(namespace, filter.toString());
    }

    private static String range(String key, String value) {
        return VersionRange.valueOf(value).toFilterString(key);
    }

    private static String escaped(String value) {
        return value.replaceAll("([\\\\*()])", "\\\\$1");
    }

    @Override
    public String getNamespace() {
        return namespace;
    }

    @Override
    public Map<String, String> getDirectives() {
        return Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, filter);
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    /** The jar is no resource of the framework yet. */
    @Override
    public Resource getResource() {
        return null;
    }
}
