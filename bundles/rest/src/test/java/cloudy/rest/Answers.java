// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.access.Caller;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operations;
import java.util.Map;

/** Asks an operation as the engine would, and looks at what it answers. */
public final class Answers {

    private Answers() {}

    public static Answer ask(Operations operations, String operation) throws Exception {
        return operations.operations().get(operation).answer(Call.of(Caller.shell(), Map.of()));
    }

    public static String text(Answer answer) {
        return new String(((Answer.Bytes) answer.content()).bytes(), UTF_8);
    }

    public static String type(Answer answer) {
        return ((Answer.Bytes) answer.content()).type();
    }

    public static Object json(Answer answer) {
        return ((Answer.Json) answer.content()).value().get();
    }
}
