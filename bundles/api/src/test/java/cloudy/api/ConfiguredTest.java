// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredTest {

    private static final String PID = "org.example.pads";
    private static final Map<String, Object> ON = Map.of(CloudyService.ENABLED, true);

    @Test
    void whatIsMadeSaysHowItIs() {
        var pads = Configured.ifOn(PID, ON, () -> "pads");

        assertThat(pads.get()).contains("pads");
        assertThat(pads.check(made -> Health.down(made + " away")).reason()).isEqualTo("pads away");
        assertThatThrownBy(() -> pads.check(made -> {
                    throw new IllegalStateException(made);
                }))
                .hasMessage("pads");
    }

    @Test
    void nothingIsMadeOfAServiceThatIsOff() {
        var off = Configured.ifOn(PID, Map.of(CloudyService.ENABLED, false), () -> {
            throw new AssertionError("it is off");
        });

        assertThat(off.get()).isEmpty();
        assertThat(off.check(made -> Health.up())).isEqualTo(Health.off());
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        var wrong = Configured.ifOn(PID, ON, () -> {
            throw new InvalidFieldException("port", "is no number");
        });

        assertThat(wrong.get()).isEmpty();
        Health health = wrong.check(made -> Health.up());
        assertThat(health.status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(health.reason()).isEqualTo("etc/org.example.pads.cfg: port: is no number");
    }

    @Test
    void aFolderThatCannotBeUsedIsNamedInEveryLanguage() {
        var locked = Configured.of(PID, () -> {
            throw new AccessDeniedException("data/pads");
        });

        Health health = locked.check(made -> Health.up());
        assertThat(health.status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(health.why().byLanguage())
                .containsEntry("en", "cannot be used: data/pads")
                .containsEntry("ca", "no es pot fer servir: data/pads");
    }
}
