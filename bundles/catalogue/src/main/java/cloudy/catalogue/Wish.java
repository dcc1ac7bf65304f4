// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the operator wants to have installed, beside what every node has. */
record Wish(Set<String> features, List<Source> repositories) {

    private static final String FEATURES = "features";
    private static final String REPOSITORIES = "repositories";

    Wish {
        features = Set.copyOf(features);
        repositories = List.copyOf(repositories);
    }

    /** As the settings have it. */
    static Wish of(Map<String, String> settings) {
        return new Wish(
                words(settings, FEATURES).collect(Collectors.toSet()),
                words(settings, REPOSITORIES).map(Source::parse).distinct().toList());
    }

    private static Stream<String> words(Map<String, String> settings, String key) {
        return Stream.of(settings.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }

    /** What to change in the settings to have it there; empty values for none. */
    Map<String, Optional<String>> changes(Wish before) {
        var changes = new LinkedHashMap<String, Optional<String>>();
        if (!features.equals(before.features)) {
            changes.put(FEATURES, line(new TreeSet<>(features).stream()));
        }
        if (!repositories.equals(before.repositories)) {
            changes.put(REPOSITORIES, line(repositories.stream().map(Source::toString)));
        }
        return changes;
    }

    private static Optional<String> line(Stream<String> words) {
        return Optional.of(words.collect(Collectors.joining(", "))).filter(line -> !line.isEmpty());
    }

    Wish with(Set<String> names) {
        var more = new TreeSet<>(features);
        more.addAll(names);
        return new Wish(more, repositories);
    }

    Wish without(Set<String> names) {
        var fewer = new TreeSet<>(features);
        fewer.removeAll(names);
        return new Wish(fewer, repositories);
    }

    /** With a repository in place of what was wished of the same address. */
    Wish with(Source source) {
        return new Wish(
                features,
                Stream.concat(
                                repositories.stream()
                                        .filter(each -> !each.address().equals(source.address())),
                                Stream.of(source))
                        .toList());
    }

    Wish without(Source source) {
        return new Wish(
                features,
                repositories.stream()
                        .filter(each -> !each.address().equals(source.address()))
                        .toList());
    }
}
