// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the audit log is told. */
class TrailTest {

    private final AtomicLong now = new AtomicLong();
    private final List<String> log = new ArrayList<>();
    private final Audit audit = (caller, from, action, target, outcome) ->
            log.add(caller.name() + ' ' + from + ' ' + action + ' ' + target + ": " + outcome);
    private final Trail trail = new Trail(() -> audit, now::get);

    @Test
    void writesEachRequestOnce() throws Exception {
        Visit visit = visit("POST", "10.0.0.1");
        trail.end(visit, 204);
        trail.end(visit, 500);
        assertThat(log).containsExactly("anonymous 10.0.0.1 POST /some/thing: done");
    }

    @Test
    void writesNothingOfReading() throws Exception {
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
            trail.end(visit(method, "10.0.0.1"), 200);
        }
        assertThat(log).isEmpty();
    }

    @Test
    void countsAFloodOfRefusedOnes() throws Exception {
        for (int i = 0; i < 100; i++) {
            trail.end(visit("POST", "10.0.0.1"), 401);
        }
        trail.end(visit("POST", "10.0.0.2"), 401);
        trail.end(visit("POST", "10.0.0.1"), 200);
        assertThat(log).hasSize(12).last().asString().endsWith("done");

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        trail.end(visit("POST", "10.0.0.1"), 403);
        assertThat(log.subList(12, log.size()))
                .containsExactly(
                        "anonymous 10.0.0.1 refused 2 addresses: 90 more refused within a minute",
                        "anonymous 10.0.0.1 POST /some/thing: 403 Forbidden");
    }

    @Test
    void isNotFloodedFromAThousandAddresses() throws Exception {
        for (int i = 0; i < 5000; i++) {
            trail.end(visit("POST", "10.0." + i / 250 + '.' + i % 250), 401);
            trail.end(visit("POST", "2001:db8::" + Integer.toHexString(i)), 401);
        }
        trail.tellCounts();
        assertThat(log).hasSizeLessThanOrEqualTo(101);
    }

    @Test
    void aLogThatFailsDoesNotUndoWhatWasDone() throws Exception {
        var broken = new Trail(
                () -> (caller, from, action, target, outcome) -> {
                    throw new IllegalStateException("the disk is full");
                },
                now::get);
        Visit visit = visit("POST", "10.0.0.1");
        assertThatCode(() -> broken.end(visit, 204)).doesNotThrowAnyException();
        Visit early = visit("POST", "10.0.0.1");
        assertThatCode(() -> new Trail(() -> null, now::get).end(early, 204)).doesNotThrowAnyException();
    }

    @Test
    void nothingIsDoneThatTheLogHasNoRoomFor() throws Exception {
        Audit full = new Audit() {
            @Override
            public void append(Caller caller, String from, String action, String target, String outcome) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }

            @Override
            public Room room() {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        };
        var trail = new Trail(() -> full, now::get);
        assertThatThrownBy(() -> trail.begin(visit("POST", "10.0.0.1"))).isInstanceOf(UncheckedIOException.class);
        assertThatCode(() -> trail.begin(visit("GET", "10.0.0.1"))).doesNotThrowAnyException();
    }

    @Test
    void writesWhereThereIsRoomAndGivesBackWhatIsLeft() throws Exception {
        Audit.Room room = new Audit.Room() {
            @Override
            public void append(Caller caller, String from, String action, String target, String outcome) {
                log.add("in the room: " + outcome);
            }

            @Override
            public void close() {
                log.add("closed");
            }
        };
        Audit audit = new Audit() {
            @Override
            public void append(Caller caller, String from, String action, String target, String outcome) {
                log.add("elsewhere: " + outcome);
            }

            @Override
            public Room room() {
                return room;
            }
        };
        var trail = new Trail(() -> audit, now::get);
        for (int status : new int[] {204, 507}) {
            Visit visit = visit("POST", "10.0.0.1");
            trail.begin(visit);
            trail.end(visit, status);
            trail.end(visit, status);
        }
        assertThat(log)
                .containsExactly("in the room: done", "closed", "in the room: 507 Insufficient Storage", "closed");
    }

    private static Visit visit(String method, String from) throws UnknownHostException {
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                TrailTest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, called, given) -> {
                    return switch (called.getName()) {
                        case "getMethod" -> method;
                        case "getRemoteAddr" -> from;
                        case "getRequestURI" -> "/some/thing";
                        default -> throw new UnsupportedOperationException(called.getName());
                    };
                });
        return new Visit(request, null);
    }
}
