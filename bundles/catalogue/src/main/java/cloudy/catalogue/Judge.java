// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

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
                throw new Refusal("another repository is named " + file.name() + " already");
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
                    throw new Refusal("feature " + feature.name() + " needs " + need + ", which is nowhere here");
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
                    throw new Refusal("feature " + feature.name() + " has the version " + feature.version()
                            + " as before, but other bundles");
                }
            }
        }
    }

    private static Refusal back(RepositoryFile.Offered feature, Version before) {
        return new Refusal(
                "feature " + feature.name() + " would go back from version " + before + " to " + feature.version());
    }

    private void check(RepositoryFile.Offered feature, Provisioner.Known other) throws Refusal {
        if (stored.stream().noneMatch(each -> isEarlier(each) && each.features().equals(other.repository()))) {
            throw new Refusal("feature " + feature.name() + " would take the place of one that is here already");
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
            throw new Refusal("bundle " + shown + " has a name of Cloudy's own, " + name);
        }
        if (jar.host().isPresent() && !own.contains(jar.host().get())) {
            throw new Refusal("bundle " + shown + " would become a part of "
                    + jar.host().get() + ", which is not the repository's own");
        }
        for (Installed other : bundles) {
            if (!name.equals(other.symbolicName())) {
                continue;
            }
            if (stored.stream()
                    .noneMatch(each -> isEarlier(each)
                            && other.location().startsWith(each.folder().toUri().toString()))) {
                throw new Refusal("bundle " + shown + " would replace " + name + ", which is installed");
            }
            if (jar.version().compareTo(other.version()) < 0) {
                throw new Refusal(
                        "bundle " + shown + " would go back from version " + other.version() + " to " + jar.version());
            }
        }
    }

    /** Whether it is the same repository, with this content or an earlier one. */
    private boolean isEarlier(Stored other) {
        return other.source().address().equals(source.address());
    }
}
