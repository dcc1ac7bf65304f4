// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Text;
import cloudy.api.Txt;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Facts as strings of a TXT record. The original put all of them into one string with blanks between ({@code avahi-ps}
 * turned each {@code &} into a blank), and its nodes still read them so.
 */
final class TxtForm {

    private static final int MAX_STRING = 255;

    private TxtForm() {}

    /** One string where that can be read back, else one for each pair (RFC 6763, 6). */
    static List<String> strings(Txt txt) {
        List<String> pairs = txt.pairs().stream().map(Txt.Pair::toString).toList();
        String joined = String.join(" ", pairs);
        // A text without "=" would be taken for a part of its neighbour: the reader splits only what is all pairs.
        boolean clear = pairs.stream().allMatch(pair -> pair.indexOf(' ') < 0 && pair.indexOf('=') > 0);
        return clear && pairs.size() > 1 && Text.utf8Length(joined) <= MAX_STRING ? List.of(joined) : pairs;
    }

    /** Reads both forms: a single string with blanks is taken apart when every piece of it has a {@code =}. */
    static Txt read(List<String> strings) {
        Stream<String> pairs = strings.size() == 1 ? pieces(strings.get(0)) : strings.stream();
        return new Txt(
                pairs.filter(text -> !text.isEmpty()).map(Txt.Pair::parse).collect(Collectors.toList()));
    }

    private static Stream<String> pieces(String text) {
        List<String> pieces = Arrays.stream(text.split(" ", -1))
                .filter(piece -> !piece.isEmpty())
                .toList();
        return pieces.stream().allMatch(piece -> piece.indexOf('=') > 0) ? pieces.stream() : Stream.of(text);
    }
}
