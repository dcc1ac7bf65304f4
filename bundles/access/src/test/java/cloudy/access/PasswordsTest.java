// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import cloudy.api.rest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final char[] WRONG = "wrong guess".toCharArray();

    private final Passwords passwords = new Passwords(TestRoom.CHEAP);
    private final CountDownLatch hold = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void oneIsHashedFourWaitAndTheNextIsSentAway() {
        List<CompletableFuture<Boolean>> inside = begin(5, true);
        await().until(() -> passwords.inside() == 5);

        Problem problem = catchThrowableOfType(Problem.class, () -> passwords.matches(Optional.empty(), WRONG, true));

        hold.countDown();
        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.retryAfterS()).isPresent();
        inside.forEach(CompletableFuture::join);
        await().until(() -> passwords.inside() == 0);
    }

    @Test
    void strangersLeaveRoomForThoseWhoAreKnown() {
        List<CompletableFuture<Boolean>> strangers = begin(3, false);
        await().until(() -> passwords.inside() == 3);

        assertThat(catchThrowableOfType(Problem.class, () -> passwords.matches(Optional.empty(), WRONG, false)))
                .isNotNull();
        List<CompletableFuture<Boolean>> known = begin(1, true);
        await().until(() -> passwords.inside() == 4);
        hold.countDown();
        strangers.forEach(CompletableFuture::join);
        known.forEach(CompletableFuture::join);
    }

    private List<CompletableFuture<Boolean>> begin(int count, boolean known) {
        var answers = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < count; i++) {
            var answer = new CompletableFuture<Boolean>();
            var thread = new Thread(
                    () -> answer.complete(passwords.inTurn(known, this::waited)), "guess-" + begun.incrementAndGet());
            thread.setDaemon(true);
            thread.start();
            answers.add(answer);
        }
        return answers;
    }

    private boolean waited() {
        try {
            return hold.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
