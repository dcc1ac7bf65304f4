// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.testing.Faults;
import cloudy.testing.Keeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of users, tokens and the audit log when each single file operation goes wrong. */
@Tag("slow")
class FaultsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            classes = {Keepers.OfUsers.class, Keepers.OfTokens.class, Keepers.OneFile.class, Keepers.NewFiles.class})
    void nothingThatWasAcknowledgedIsLost(Class<? extends Keeper> keeper) throws IOException {
        Optional<String> whyNot = Faults.whyNot();
        assumeTrue(whyNot.isEmpty(), whyNot.orElse(""));

        Faults.Campaign all = Faults.campaign(keeper, folder);

        System.out.printf("measured: %s: %s%n", keeper.getSimpleName(), all);
        assertThat(all.lost()).isEmpty();
        assertThat(all.broken().refused()).isPositive();
    }
}
