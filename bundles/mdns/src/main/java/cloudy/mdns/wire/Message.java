// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import java.util.List;
import java.util.stream.Stream;

/**
 * A message as read.
 *
 * @param truncated whether more known answers follow in another message (RFC 6762, 7.2)
 * @param authorities in a probe: what the asker is about to claim (8.2)
 */
public record Message(
        int id,
        boolean response,
        boolean truncated,
        List<Question> questions,
        List<Resource> answers,
        List<Resource> authorities,
        List<Resource> additionals) {

    public Message {
        questions = List.copyOf(questions);
        answers = List.copyOf(answers);
        authorities = List.copyOf(authorities);
        additionals = List.copyOf(additionals);
    }

    /** What a response tells: answers first, then what came along with them. */
    public Stream<Resource> told() {
        return Stream.concat(answers.stream(), additionals.stream());
    }
}
