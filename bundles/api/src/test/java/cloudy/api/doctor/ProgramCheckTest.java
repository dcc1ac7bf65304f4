// SPDX-License-Identifier: Apache-2.0
package cloudy.api.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramCheckTest {

    @Test
    void asksTheServiceHowItIs() throws Exception {
        assertThat(found(() -> Health.of(Health.Status.OFF, "it is off")).grade())
                .isEqualTo(Grade.SKIPPED);
        assertThat(found(Health::up).text().english()).isEqualTo("up");
        assertThat(found(() -> Health.down(Texts.of("no port"))).text().english())
                .isEqualTo("no port");
    }

    @Test
    void whatTheServiceFailsOverIsWhyItDoesNotRun() throws Exception {
        Finding finding = found(() -> {
            throw new IOException("nobody answers");
        });

        assertThat(finding.grade()).isEqualTo(Grade.FAULT);
        assertThat(finding.text().english()).isEqualTo("nobody answers");
        assertThat(finding.advice().english()).contains("log of the service");
    }

    @Test
    void saysWhichPackageIsMissing() throws Exception {
        Finding finding = found(() -> Health.of(Health.Status.MISSING, "there is no padd"));

        assertThat(finding.grade()).isEqualTo(Grade.FAULT);
        assertThat(finding.text().english()).isEqualTo("The program padd is not installed.");
        assertThat(finding.advice().english()).endsWith("in a terminal: sudo apt install pad-server.");
    }

    @ParameterizedTest
    @CsvSource({
        "1.12.9, true",
        "v1.12.9, true",
        "0.99, true",
        "1, true",
        "1.13, false",
        "v1.13.0-rc.1, false",
        "2.0, false",
        "10, false",
        "'', false",
        "unknown, false"
    })
    void readsVersions(String version, boolean older) {
        assertThat(ProgramCheck.isOlder(version, 1, 13)).isEqualTo(older);
    }

    private static Finding found(Callable<Health> health) throws Exception {
        var service = new CloudyService() {
            @Override
            public Health check() throws Exception {
                return health.call();
            }
        };
        return new Pads(service).look();
    }

    private static final class Pads extends ProgramCheck {

        private Pads(CloudyService service) {
            super(service, "padd", "pad-server");
        }

        @Override
        public String id() {
            return "pads-run";
        }

        @Override
        public Texts title() {
            return Texts.of("pads");
        }

        @Override
        protected Texts off() {
            return Texts.of("off");
        }

        @Override
        protected Finding up() {
            return Finding.fine(Texts.of("up"));
        }

        @Override
        protected Finding down(Texts why) {
            return seeTheLog(why);
        }
    }
}
