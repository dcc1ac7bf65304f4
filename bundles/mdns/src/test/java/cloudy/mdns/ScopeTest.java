// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {

    private final VirtualTime time = new VirtualTime();
    private final Scope scope = new Scope(time);
    private final List<String> done = new ArrayList<>();

    @Test
    void doesWhatIsDueAndForgetsWhatIsCancelled() {
        scope.after(10, () -> done.add("one"));
        Schedule.Task two = scope.after(20, () -> done.add("two"));
        two.cancel();
        two.cancel();
        time.pass(100);

        assertThat(done).containsExactly("one");
        assertThat(scope.now()).isEqualTo(time.now());
    }

    @Test
    void leavesNothingWhenItCloses() {
        scope.after(10, () -> done.add("one"));
        scope.after(3_600_000, () -> done.add("two"));

        scope.close();
        scope.after(10, () -> done.add("three")).cancel();
        time.pass(10_000_000);

        assertThat(done).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void canBeClosedByWhatItDoes() {
        scope.after(10, scope::close);
        scope.after(10, () -> done.add("one"));
        time.pass(100);

        assertThat(done).isEmpty();
    }
}
