// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class ComingGreetingTest {

    private static final Version ONE = new Version("1.0.0");

    private static Entry entry(String title, boolean wished, Optional<Version> installed) {
        return new Entry(
                title.toLowerCase(Locale.ROOT),
                new Titles.Text(Texts.of(title), Texts.none(), Category.OTHER),
                ONE,
                installed,
                wished,
                Entry.OURS,
                List.of(),
                List.of(),
                "",
                Optional.empty());
    }

    @Test
    void namesWhatIsWishedAndNotThereYet() {
        var greeting = new ComingGreeting(() -> List.of(
                entry("Pads", true, Optional.empty()),
                entry("Radio", true, Optional.of(ONE)),
                entry("Chess", false, Optional.empty()),
                entry("Syncthing", true, Optional.empty())));
        assertThat(greeting.lines())
                .containsExactly(Texts.of(
                        "Encara s'està instal·lant: Pads, Syncthing.",
                        "Todavía se está instalando: Pads, Syncthing.",
                        "Still being installed: Pads, Syncthing."));
    }

    @Test
    void isSilentWhereAllIsThereAndFailsPlainlyWhereNothingCanBeRead() {
        assertThat(new ComingGreeting(() -> List.of(entry("Radio", true, Optional.of(ONE)))).lines())
                .isEmpty();
        var broken = new ComingGreeting(() -> {
            throw new IOException("no such file");
        });
        assertThatThrownBy(broken::lines).hasMessageContaining("catalogue");
    }
}
