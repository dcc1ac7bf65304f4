// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.notice.Notices.Urgency;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells notices outside the node, where the operator wants that. */
@Component(name = "cloudy.notices", service = Delivery.class)
@Designate(ocd = DeliveryConfig.class)
public final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final NoticeBoard board;
    private final Clock clock;
    private final ScheduledExecutorService thread = Threads.timer("cloudy-notices-delivery");
    private final Map<Channel, Courier> couriers = new LinkedHashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Runnable look = this::lookNow;

    /** This monitor guards it. */
    private Optional<Future<?>> later = Optional.empty();

    @Activate
    public Delivery(DeliveryConfig config, @Reference NoticeBoard board, @Reference Node node) {
        this(config, board, node, Path.of(System.getProperty("karaf.data"), "notices"), new SteadyClock());
    }

    Delivery(DeliveryConfig config, NoticeBoard board, Node node, Path folder, Clock clock) {
        this.board = board;
        this.clock = clock;
        Urgency least = Urgency.valueOf(config.least().toUpperCase(Locale.ROOT));
        for (Channel channel : channels(config)) {
            couriers.put(
                    channel,
                    new Courier(
                            channel,
                            new NoticeFile(folder.resolve("told-" + channel.word() + ".json")),
                            least,
                            (notice, over) -> new Message(node.id(), node.name(), notice, over)));
        }
        if (!couriers.isEmpty()) {
            board.follow(look);
            lookNow();
        }
    }

    @Deactivate
    void close() {
        board.unfollow(look);
        couriers.keySet().forEach(Channel::close);
        Threads.end(thread);
    }

    /** What keeps notices from being told outside, one plain sentence each. */
    List<String> troubles() {
        var all = new ArrayList<>(troubles);
        couriers.forEach((channel, courier) -> {
            if (!courier.trouble().isEmpty()) {
                all.add(channel.word() + ": " + courier.trouble());
            }
        });
        return all;
    }

    /** Whether notices are told outside at all. */
    boolean isWanted() {
        return !couriers.isEmpty() || !troubles.isEmpty();
    }

    private List<Channel> channels(DeliveryConfig config) {
        var channels = new ArrayList<Channel>();
        try {
            if (!config.webhook().isEmpty()) {
                channels.add(new Webhook(config.webhook(), config._webhookToken()));
            }
        } catch (InvalidFieldException e) {
            trouble(e);
        }
        try {
            if (!config.smtpHost().isEmpty()) {
                var account = new Smtp.Account(
                        config.smtpHost(), config.smtpPort(), config.smtpUser(), config._smtpPassword());
                var smtp = new Smtp(account, (SSLSocketFactory) SSLSocketFactory.getDefault());
                Locale language = Locale.forLanguageTag(config.language());
                channels.add(new Mail(smtp, config.mailFrom(), config.mailTo(), language, Clock.systemUTC()));
            }
        } catch (InvalidFieldException e) {
            trouble(e);
        }
        return channels;
    }

    private void trouble(InvalidFieldException e) {
        troubles.add("etc/cloudy.notices.cfg: " + e.getMessage());
        log.error("etc/cloudy.notices.cfg: {}", e.getMessage());
    }

    private void lookNow() {
        lookIn(Duration.ZERO);
    }

    private synchronized void lookIn(Duration delay) {
        later.ifPresent(future -> future.cancel(false));
        try {
            later = Optional.of(thread.schedule(this::deliver, delay.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            later = Optional.empty();
        }
    }

    private void deliver() {
        Optional<Instant> next = Optional.empty();
        for (Courier courier : couriers.values()) {
            Optional<Instant> again = courier.deliver(board.all(), clock.instant());
            if (again.isPresent() && (next.isEmpty() || again.get().isBefore(next.get()))) {
                next = again;
            }
        }
        next.ifPresent(at -> {
            Duration wait = Duration.between(clock.instant(), at);
            lookIn(wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait);
        });
    }
}
