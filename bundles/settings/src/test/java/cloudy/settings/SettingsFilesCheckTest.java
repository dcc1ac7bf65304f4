// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Finding.Grade;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsFilesCheckTest {

    private static SettingsFilesCheck check(Map<String, Texts> refusals) {
        // The check asks for refusals and nothing else.
        return new SettingsFilesCheck((Settings) Proxy.newProxyInstance(
                SettingsFilesCheckTest.class.getClassLoader(),
                new Class<?>[] {Settings.class},
                (proxy, method, arguments) -> refusals));
    }

    @Test
    void findsFilesThatAreNotInForce() {
        assertThat(check(Map.of()).look().grade()).isEqualTo(Grade.FINE);

        var found = check(Map.of("cloudy.node.cfg", Texts.of("name must be a DNS label")))
                .look();

        assertThat(found.grade()).isEqualTo(Grade.WARNING);
        assertThat(found.text().in(List.of()))
                .isEqualTo("Some settings are refused: cloudy.node.cfg: name must be a DNS label");
    }
}
