// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Finding;
import cloudy.api.metric.MetricSource;
import cloudy.testing.MemorySettings;
import cloudy.testing.SetClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor and the figures say of guifi.net. */
class ChecksTest {

    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private GuifiServer server;
    private Guifi guifi;

    @BeforeEach
    void open() throws Exception {
        server = GuifiServer.of(GuifiServer.filled(folder.resolve("site")));
        guifi = Setup.guifi(server, folder.resolve("data"), clock);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void saysNothingOfWhatNobodyUses() throws Exception {
        assertThat(new ReachableCheck(guifi).look().grade()).isEqualTo(Finding.Grade.SKIPPED);
        assertThat(new CopiesCheck(guifi, clock).look().grade()).isEqualTo(Finding.Grade.SKIPPED);
        assertThat(new TokenClockCheck(new MemorySettings(), clock).look().grade())
                .isEqualTo(Finding.Grade.SKIPPED);
        assertThat(server.asked("guifi/refresh/cnml")).isZero();
    }

    @Test
    void tellsWhetherGuifiNetAnswers() throws Exception {
        guifi.federation(8512);
        assertThat(new ReachableCheck(guifi).look().grade()).isEqualTo(Finding.Grade.FINE);

        server.away();
        Finding finding = new ReachableCheck(guifi).look();

        assertThat(finding.grade()).isEqualTo(Finding.Grade.WARNING);
        assertThat(finding.text().english())
                .isEqualTo(server.base() + ": " + server.base().getAuthority() + " cannot be reached.");
    }

    @Test
    void findsADayWithoutGuifiNetFineAndTwoNot() throws Exception {
        var check = new CopiesCheck(guifi, clock);
        guifi.federation(8512);
        server.away();
        clock.pass(Duration.ofHours(23));
        guifi.federation(8512);
        assertThat(check.look().grade()).isEqualTo(Finding.Grade.FINE);

        clock.pass(Duration.ofHours(26));
        guifi.federation(8512);
        assertThat(check.look().grade()).isEqualTo(Finding.Grade.WARNING);
        assertThat(check.look().text().english()).startsWith("federation-8512 is 2 days old (");
    }

    @Test
    void findsAClockThatIsBehindTheTokens() {
        var settings = new MemorySettings();
        var check = new TokenClockCheck(settings, clock);
        settings.files().put(Guifi.PID, Map.of(".token", token(clock.instant().getEpochSecond() + 60)));
        assertThat(check.look().grade()).isEqualTo(Finding.Grade.FINE);

        settings.files().put(Guifi.PID, Map.of(".token", token(clock.instant().getEpochSecond() + 3600)));
        assertThat(check.look().grade()).isEqualTo(Finding.Grade.WARNING);

        settings.files().put(Guifi.PID, Map.of(".token", "not-of-guifi.net"));
        assertThat(check.look().grade()).isEqualTo(Finding.Grade.SKIPPED);
    }

    private static String token(long seconds) {
        return Base64.getEncoder()
                .encodeToString(("7:d41d8cd98f00b204e9800998ecf8427e:" + seconds).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void countsTheAgeOfEachKind() throws Exception {
        guifi.federation(8512);
        guifi.addresses("", address -> {});
        server.away();
        clock.pass(Duration.ofMinutes(30));
        guifi.federation(8512);
        var figures = new TreeMap<String, Double>();

        new GuifiMetrics(guifi, clock).collect(new MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name + labels, value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                throw new AssertionError(name);
            }
        });

        assertThat(figures)
                .containsEntry("cloudy_guifi_copy_age_seconds{copy=federation}", 1800.0)
                .containsEntry("cloudy_guifi_copies_stale{copy=federation}", 1.0)
                .containsEntry("cloudy_guifi_copies_stale{copy=ips}", 0.0);
    }
}
