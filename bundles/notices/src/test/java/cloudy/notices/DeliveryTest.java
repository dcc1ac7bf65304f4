// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.doctor.Finding.Grade;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import cloudy.testing.SetClock;
import com.sun.net.httpserver.HttpServer;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {

    private record Settings(String webhook, String smtpHost, int smtpPort, String mailTo) implements DeliveryConfig {
        @Override
        public String least() {
            return "warning";
        }

        @Override
        public String _webhookToken() {
            return "";
        }

        @Override
        public String smtpUser() {
            return "";
        }

        @Override
        public String _smtpPassword() {
            return "";
        }

        @Override
        public String mailFrom() {
            return "node@example.org";
        }

        @Override
        public String language() {
            return "es";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return DeliveryConfig.class;
        }
    }

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock();
    private NoticeBoard board;
    private Delivery delivery;

    @BeforeEach
    void open() {
        board = new NoticeBoard(folder, clock, Duration.ofMillis(5));
    }

    @AfterEach
    void close() {
        delivery.close();
        board.close();
    }

    private void deliver(String webhook, String smtpHost, int smtpPort, String mailTo) {
        delivery = new Delivery(new Settings(webhook, smtpHost, smtpPort, mailTo), board, Sample.NODE, folder, clock);
    }

    @Test
    void tellsByWebhookAndByMail() throws Exception {
        var posted = new AtomicInteger();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            posted.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        web.start();
        try (var mail = new LittleSmtp(Optional.empty())) {
            deliver("http://127.0.0.1:" + web.getAddress().getPort(), "127.0.0.1", mail.port(), "me@example.org");
            board.raise("disk", Urgency.FAULT, Sample.FULL);

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                clock.pass(Duration.ofMinutes(2));
                board.raise("tick", Urgency.INFO, Texts.of(clock.instant().toString()));
                return posted.get() > 0 && mail.commands.contains("QUIT");
            });
            assertThat(posted).hasValue(1);
            assertThat(delivery.troubles()).isEmpty();
            assertThat(new DeliveryCheck(delivery).look().grade()).isEqualTo(Grade.FINE);
        } finally {
            web.stop(0);
        }
    }

    @Test
    void isSkippedByTheDoctorWhenNothingIsWanted() {
        deliver("", "", 587, "");

        assertThat(new DeliveryCheck(delivery).look().grade()).isEqualTo(Grade.SKIPPED);
    }

    @Test
    void saysWhatIsWrongWithItsSettings() {
        deliver("", "mail.example.org", 587, "nobody");

        assertThat(delivery.troubles())
                .singleElement()
                .asString()
                .startsWith("etc/cloudy.notices.cfg: ")
                .contains("mailTo");
        assertThat(new DeliveryCheck(delivery).look().grade()).isEqualTo(Grade.WARNING);
    }
}
