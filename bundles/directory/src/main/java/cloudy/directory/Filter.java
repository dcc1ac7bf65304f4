// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.network.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A query, prepared for looking at many entries. */
record Filter(
        Optional<String> type,
        Optional<String> node,
        Optional<String> carrier,
        List<byte[]> words,
        Signature signature) {

    static Filter of(Query query) {
        List<byte[]> words = query.text().stream()
                .flatMap(text -> Arrays.stream(Fold.fold(text).split("\\s+")))
                .filter(word -> !word.isEmpty())
                .map(Fold::utf8)
                .toList();
        return new Filter(
                query.type().map(Index::key),
                query.node().map(Index::key),
                query.carrier(),
                words,
                Signature.of(words));
    }

    /** Needs an entry that is, or was, in the index. */
    boolean matches(Entry entry) {
        return (carrier.isEmpty() || entry.heardBy(carrier.get()))
                && (type.isEmpty() || type.get().equals(entry.type.key))
                && (node.isEmpty() || isNode(node.get(), entry))
                && words.stream().allMatch(entry.packed::contains);
    }

    private static boolean isNode(String wanted, Entry entry) {
        return wanted.equals(entry.host.key) || (entry.node != null && wanted.equals(entry.node.key));
    }
}
