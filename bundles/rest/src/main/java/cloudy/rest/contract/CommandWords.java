// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the command line calls an operation.
 *
 * @param words a noun and what is done to it, {@code service list}
 * @param columns what a table of the answer shows; empty for all
 * @param stream whether the answer has no end, so that each line counts as it comes
 * @param file whether the body is a file, in YAML or JSON
 * @param summary one line about it
 */
record CommandWords(String words, List<String> columns, boolean stream, boolean file, String summary) {

    private static final String WORDS = "[a-z][a-z0-9-]{0,30}( [a-z][a-z0-9-]{0,30}){0,3}";
    private static final String COLUMN = "[A-Za-z][A-Za-z0-9_.]{0,63}";

    /** What the operation says of it, if it does. */
    static Optional<CommandWords> read(String id, Map<String, Object> operation) {
        var columns = new ArrayList<String>();
        if (!(operation.getOrDefault("x-cloudy-columns", List.of()) instanceof List<?> named)) {
            throw new RefusedPartException(id + " has x-cloudy-columns that are no list");
        }
        for (Object each : named) {
            if (!String.valueOf(each).matches(COLUMN)) {
                throw new RefusedPartException(id + " has " + each + " in x-cloudy-columns, which is no name");
            }
            columns.add(each.toString());
        }
        if (!operation.containsKey("x-cloudy-command")) {
            return Optional.empty();
        }
        String words = String.valueOf(operation.get("x-cloudy-command"));
        if (!words.matches(WORDS)) {
            throw new RefusedPartException(id + " has an x-cloudy-command that is not words in small letters");
        }
        return Optional.of(new CommandWords(
                words,
                List.copyOf(columns),
                isStream(operation),
                Boolean.TRUE.equals(operation.get("x-cloudy-file")),
                String.valueOf(operation.get("summary")).replaceAll("\\p{Cntrl}", " ")));
    }

    private static boolean isStream(Map<String, Object> operation) {
        return operation.get("responses") instanceof Map<?, ?> responses
                && responses.get("200") instanceof Map<?, ?> answer
                && answer.get("content") instanceof Map<?, ?> content
                && content.keySet().equals(Set.of("text/event-stream"));
    }
}
