// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Version;

/**
 * Whether what a repository brings may come in beside what is there.
 *
 * @param source of the repository that is judged
 * @param known every feature of the node
 * @param stored every repository that was fetched
 * @param bundles those that are installed
 */
record Judge(Source source, List<Provisioner.Known> known, List<Stored> stored, Collection<Installed> bundles) {

    /** A bundle of the node; {@code location} as the framework knows it. */
    record Installed(String symbolicName, Version version, String location) {}

    /** Refuses features that have the name of one that somebody else brought, or an older version than what is there. */
    void check(RepositoryFile file) throws Refusal {
        for (Stored other : stored) {
            if (!isEarlier(other) && other.file().name().equals(file.name())) {
                throw new Refusal(Texts.of(
                                "ja hi ha un altre dipòsit que es diu %s",
                                "ya hay otro repositorio que se llama %s", "another repository is named %s already")
                        .with(file.name()));
            }
            if (other.source().equals(source) && source.key().isPresent()) {
                checkAgainst(other.file(), file);
            }
        }
        Set<String> names = known.stream().map(Provisioner.Known::name).collect(Collectors.toSet());
        file.features().forEach(feature -> names.add(feature.name()));
        for (RepositoryFile.Offered feature : file.features()) {
            for (Provisioner.Known other : known) {
                if (other.name().equals(feature.name())) {
                    check(feature, other);
                }
            }
            for (String need : feature.needs()) {
                if (!names.contains(need)) {
                    throw new Refusal(Texts.of(
                                    "la funció %s necessita %s, que aquí no hi és",
                                    "la función %s necesita %s, que aquí no está",
                                    "feature %s needs %s, which is nowhere here")
                            .with(feature.name(), need));
                }
            }
        }
    }

    /** What a publisher signed once stays signed: whoever has the server could offer an old file of his again. */
    private static void checkAgainst(RepositoryFile before, RepositoryFile file) throws Refusal {
        for (RepositoryFile.Offered feature : file.features()) {
            for (RepositoryFile.Offered other : before.features()) {
                if (!other.name().equals(feature.name())) {
                    continue;
                }
                if (feature.version().compareTo(other.version()) < 0) {
                    throw back(feature, other.version());
                }
                if (feature.version().equals(other.version())
                        && !feature.hashes().equals(other.hashes())) {
                    throw new Refusal(Texts.of(
                                    "la funció %s té la versió %s com abans, però altres paquets",
                                    "la función %s tiene la versión %s como antes, pero otros paquetes",
                                    "feature %s has the version %s as before, but other bundles")
                            .with(feature.name(), feature.version()));
                }
            }
        }
    }

    private static Refusal back(RepositoryFile.Offered feature, Version before) {
        return new Refusal(Texts.of(
                        "la funció %s tornaria enrere de la versió %s a la %s",
                        "la función %s volvería atrás de la versión %s a la %s",
                        "feature %s would go back from version %s to %s")
                .with(feature.name(), before, feature.version()));
    }

    private void check(RepositoryFile.Offered feature, Provisioner.Known other) throws Refusal {
        if (stored.stream().noneMatch(each -> isEarlier(each) && each.features().equals(other.repository()))) {
            throw new Refusal(Texts.of(
                            "la funció %s ocuparia el lloc d'una que ja hi ha",
                            "la función %s ocuparía el lugar de una que ya hay",
                            "feature %s would take the place of one that is here already")
                    .with(feature.name()));
        }
        if (feature.version().compareTo(other.version()) < 0) {
            throw back(feature, other.version());
        }
    }

    /**
     * Refuses a bundle that would replace one that is installed, go back behind it, or become a part of it.
     *
     * @param own symbolic names of the repository's bundles
     */
    void check(Jar jar, String shown, Set<String> own) throws Refusal {
        String name = jar.symbolicName();
        if (name.toLowerCase(Locale.ROOT).startsWith("cloudy.")) {
            throw new Refusal(Texts.of(
                            "el paquet %s té un nom que és de Cloudy, %s",
                            "el paquete %s tiene un nombre que es de Cloudy, %s",
                            "bundle %s has a name of Cloudy's own, %s")
                    .with(shown, name));
        }
        if (jar.host().isPresent() && !own.contains(jar.host().get())) {
            throw new Refusal(Texts.of(
                            "el paquet %s passaria a ser part de %s, que no és del dipòsit",
                            "el paquete %s pasaría a ser parte de %s, que no es del repositorio",
                            "bundle %s would become a part of %s, which is not the repository's own")
                    .with(shown, jar.host().get()));
        }
        for (Installed other : bundles) {
            if (!name.equals(other.symbolicName())) {
                continue;
            }
            if (stored.stream()
                    .noneMatch(each -> isEarlier(each)
                            && other.location().startsWith(each.folder().toUri().toString()))) {
                throw new Refusal(Texts.of(
                                "el paquet %s substituiria %s, que està instal·lat",
                                "el paquete %s sustituiría a %s, que está instalado",
                                "bundle %s would replace %s, which is installed")
                        .with(shown, name));
            }
            if (jar.version().compareTo(other.version()) < 0) {
                throw new Refusal(Texts.of(
                                "el paquet %s tornaria enrere de la versió %s a la %s",
                                "el paquete %s volvería atrás de la versión %s a la %s",
                                "bundle %s would go back from version %s to %s")
                        .with(shown, other.version(), jar.version()));
            }
        }
    }

    /** Whether it is the same repository, with this content or an earlier one. */
    private boolean isEarlier(Stored other) {
        return other.source().address().equals(source.address());
    }
}
