// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operator's wishes, checked.
 *
 * @param clusters names of files in {@code etc/kubernetes}, or {@value Kubeconfig#IN_CLUSTER}
 * @param namespace of which every service is published, or empty for none
 * @param staleAfter how long what was published stays while the cluster does not answer
 * @param importNamespace where what is imported goes to; empty for no import at all
 */
record KubernetesSettings(
        List<String> clusters,
        String namespace,
        Duration staleAfter,
        boolean lease,
        boolean events,
        String importNamespace,
        List<Import> imports) {

    /** A label of RFC 1123, as Kubernetes names namespaces and services. */
    static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /** A name, a type and words of the description: {@code pads=etherpad/can pere}. */
    static final String IMPORT = NAME + "=[A-Za-z0-9-]{1,15}(/[^,=/\\p{Cc}]{1,60})?";

    private static final int MOST_CLUSTERS = 8;
    private static final int MOST_IMPORTS = 10;
    private static final int LEAST_STALE = 10;
    private static final int MOST_STALE = 86_400;

    /** What is imported: the nearest healthy announcement of a type whose texts hold the words. */
    record Import(String name, String type, String words) {

        static Import parse(String text) {
            int equals = text.indexOf('=');
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Import(text.substring(0, equals), text.substring(equals + 1), "")
                    : new Import(
                            text.substring(0, equals), text.substring(equals + 1, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return name + '=' + type + (words.isEmpty() ? "" : '/' + words);
        }
    }

    static KubernetesSettings of(KubernetesConfig config) {
        List<String> clusters =
                named("clusters", filled(config.clusters()).distinct().toList());
        if (clusters.size() > MOST_CLUSTERS) {
            throw new InvalidFieldException("clusters", Why.mustHaveEntries("", "" + MOST_CLUSTERS));
        }
        if (config.staleSeconds() < LEAST_STALE || config.staleSeconds() > MOST_STALE) {
            throw new InvalidFieldException(
                    "staleSeconds", Why.mustBeBetween(LEAST_STALE, MOST_STALE), "" + config.staleSeconds());
        }
        String namespace = config.namespace().trim();
        String importNamespace = config.importNamespace().trim();
        named("namespace", filled(namespace).toList());
        named("importNamespace", filled(importNamespace).toList());
        if (!importNamespace.isEmpty() && importNamespace.equals(namespace)) {
            throw new InvalidFieldException(
                    "importNamespace",
                    Texts.of(
                            "ha de ser un altre espai que el que es publica",
                            "debe ser otro espacio que el que se publica",
                            "must be another namespace than the one that is published"));
        }
        return new KubernetesSettings(
                clusters,
                namespace,
                Duration.ofSeconds(config.staleSeconds()),
                config.lease(),
                config.events(),
                importNamespace,
                imports(filled(config.imports()).toList()));
    }

    private static List<Import> imports(List<String> texts) {
        if (texts.size() > MOST_IMPORTS) {
            throw new InvalidFieldException("imports", Why.mustHaveEntries("", "" + MOST_IMPORTS));
        }
        for (String text : texts) {
            if (!text.matches(IMPORT)) {
                throw new InvalidFieldException(
                        "imports",
                        Texts.of(
                                "ha de ser un nom, un tipus i, si cal, paraules, com ara pads=etherpad/can pere",
                                "debe ser un nombre, un tipo y, si hace falta, palabras, como pads=etherpad/can pere",
                                "must be a name, a type and perhaps words, such as pads=etherpad/can pere"),
                        text);
            }
        }
        List<Import> imports = texts.stream().map(Import::parse).toList();
        if (imports.stream().map(Import::name).distinct().count() < imports.size()) {
            throw new InvalidFieldException("imports", Why.isRepeated());
        }
        return imports;
    }

    private static Stream<String> filled(String... texts) {
        return Arrays.stream(texts).map(String::trim).filter(text -> !text.isEmpty());
    }

    private static List<String> named(String field, List<String> names) {
        for (String name : names) {
            if (!name.matches(NAME)) {
                throw new InvalidFieldException(
                        field,
                        Texts.of(
                                "ha de tenir d'1 a 63 lletres minúscules, xifres i guions",
                                "debe tener de 1 a 63 letras minúsculas, cifras y guiones",
                                "must have 1 to 63 lower-case letters, digits and hyphens"),
                        name);
            }
        }
        return names;
    }
}
