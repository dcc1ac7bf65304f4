// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.testing.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a job when each single file operation goes wrong. */
@Tag("slow")
class FaultsTest {

    @TempDir
    private Path folder;

    @Test
    void nothingThatWasAcknowledgedIsLost() throws IOException {
        Optional<String> whyNot = Faults.whyNot();
        assumeTrue(whyNot.isEmpty(), whyNot.orElse(""));

        Faults.Campaign all = Faults.campaign(JobKeeper.class, folder);

        System.out.printf("measured: a job: %s%n", all);
        assertThat(all.lost()).isEmpty();
        assertThat(all.broken().refused()).isPositive();
    }
}
