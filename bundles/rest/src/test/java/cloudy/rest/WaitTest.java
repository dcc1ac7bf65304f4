// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import cloudy.rest.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An answer that comes later, or does not. */
class WaitTest {

    private static final long LIMIT_MILLIS = 1000;

    private final VirtualTime time = new VirtualTime();
    private final FakeContext caller = new FakeContext();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final List<Object> sent = new ArrayList<>();
    private final Wait<Answer> wait =
            new Wait<>(LIMIT_MILLIS, () -> Problem.of(503, Texts.of("tard", "tarde", "late")));

    @Test
    void sendsWhatComes() {
        begin();
        answer.complete(Answer.done());
        time.pass(2 * LIMIT_MILLIS);
        assertThat(sent).containsExactly(Answer.done());
    }

    @Test
    void saysWhyThereIsNone() {
        begin();
        var failure = new IllegalStateException("no");
        answer.completeExceptionally(failure);
        assertThat(sent).containsExactly(failure);
    }

    @Test
    void givesUpInTheEnd() {
        begin();
        time.pass(LIMIT_MILLIS - 1);
        assertThat(sent).isEmpty();
        time.pass(1);

        assertThat(sent).singleElement().isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(503));
        assertThat(answer).isCancelled();
    }

    @Test
    void cancelsWhatNobodyWaitsForAnyMore() {
        begin();
        wait.onError(null);
        assertThat(answer).isCancelled();
        assertThat(caller.completed).isEqualTo(1);
        assertThat(sent).isEmpty();
        time.pass(LIMIT_MILLIS);
        assertThat(sent).isEmpty();
    }

    private void begin() {
        wait.begin(caller.context, answer, time, (value, failure) -> sent.add(failure == null ? value : failure));
    }
}
