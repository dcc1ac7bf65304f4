// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.testing.Faults;
import cloudy.testing.Keeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is kept when each single file operation of a write goes wrong; beside it what ConfigurationAdmin keeps of the same,
 * which writes a file beside, deletes the old one, and gives that one its name.
 */
class FaultsTest {

    @TempDir(factory = Memory.class)
    private Path folder;

    @BeforeAll
    static void findStrace() {
        skipBecauseOf(Faults.whyNot());
    }

    @Test
    void aKillAtAnyOperationOfAWriteLosesNothing() throws IOException {
        Faults.Outcome file = kills(Keepers.Plain.class);
        Faults.Outcome felix = kills(Keepers.Felix.class);

        System.out.printf("measured: kill at each operation: a file of ours kept %s, Felix's %s%n", file, felix);
        assertThat(file.lost()).isEmpty();
        assertThat(file.points()).isGreaterThanOrEqualTo(7);
        assertThat(felix.lost()).isNotEmpty();
    }

    @Test
    void aKillAtAnyOperationOfAChangeOfSettingsLosesNothing() throws IOException {
        Faults.Outcome settings = kills(Keepers.Whole.class);

        System.out.printf("measured: kill at each operation: settings kept %s%n", settings);
        assertThat(settings.lost()).isEmpty();
        assertThat(settings.points()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void aWriteThatTheDiskDoesNotTakeIsRefusedAndChangesNothing() throws IOException {
        Faults.Outcome file = errors(Keepers.Plain.class, "EIO");
        Faults.Outcome felix = errors(Keepers.Felix.class, "EIO");

        System.out.printf(
                "measured: each operation fails: a file of ours kept %s, refused %d; Felix's kept %s, refused %d%n",
                file, file.refused(), felix, felix.refused());
        assertThat(file.lost()).isEmpty();
        // None of them is passed over in silence, the two fsyncs least of all.
        assertThat(file.refused()).isEqualTo(file.points());
        assertThat(felix.lost()).isNotEmpty();
    }

    @Test
    @Tag("slow")
    void settingsThatTheDiskDoesNotTakeAreRefusedOrInForce() throws IOException {
        Faults.Outcome broken = errors(Keepers.Whole.class, "EIO");
        Faults.Outcome full = errors(Keepers.Whole.class, "ENOSPC");

        System.out.printf(
                "measured: settings: kept when an operation fails %s (refused %d), on a full disk %s (refused %d)%n",
                broken, broken.refused(), full, full.refused());
        assertThat(broken.lost()).isEmpty();
        assertThat(full.lost()).isEmpty();
        assertThat(full.refused()).isPositive();
    }

    @Test
    @Tag("slow")
    void aPowerCutAtAnyOperationLosesNothing() throws IOException {
        skipBecauseOf(Faults.whyNoCuts(folder));
        Faults.Outcome file = cuts(Keepers.Plain.class);
        Faults.Outcome felix = cuts(Keepers.Felix.class);
        Faults.Outcome settings = cuts(Keepers.Whole.class);

        System.out.printf(
                "measured: power cut at each operation: a file of ours kept %s, Felix's %s, settings %s%n",
                file, felix, settings);
        assertThat(file.lost()).isEmpty();
        assertThat(settings.lost()).isEmpty();
        assertThat(felix.lost()).isNotEmpty();
    }

    private static void skipBecauseOf(Optional<String> whyNot) {
        assumeTrue(whyNot.isEmpty(), whyNot.orElse(""));
    }

    private Faults.Outcome cuts(Class<? extends Keeper> keeper) throws IOException {
        return Faults.cuts(keeper, folder.resolve("cut-" + keeper.getSimpleName()));
    }

    private Faults.Outcome kills(Class<? extends Keeper> keeper) throws IOException {
        return Faults.kills(keeper, folder.resolve("killed-" + keeper.getSimpleName()));
    }

    private Faults.Outcome errors(Class<? extends Keeper> keeper, String error) throws IOException {
        return Faults.errors(keeper, folder.resolve(error + '-' + keeper.getSimpleName()), error);
    }
}
