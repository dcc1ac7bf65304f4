// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static cloudy.access.TestRoom.PASSWORD;
import static cloudy.access.TestRoom.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Access.Session;
import cloudy.api.access.Role;
import cloudy.api.metric.MetricSource;
import cloudy.api.rest.Answer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    @TempDir
    private Path data;

    private TestRoom room;

    @BeforeEach
    void open() {
        room = new TestRoom(data);
        room.add("anna", Role.ADMIN);
        room.add("olga", Role.OPERATOR);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private String signIn(String name, String cookies) throws Exception {
        return TestRoom.cookies(room.signIn("10.1.2.3", cookies, name, PASSWORD, ""));
    }

    private Optional<Session> session(String cookies) {
        return room.people.session(TestRoom.cookie(cookies, Session.COOKIE));
    }

    @Test
    void theCookieIsForThisSiteOverTlsAndNotForScripts() throws Exception {
        Answer answer = room.signIn("10.1.2.3", "", "anna", PASSWORD, "");

        assertThat(answer.headers().get("Set-Cookie")).hasSize(2).allSatisfy(cookie -> assertThat(cookie)
                .startsWith("__Host-cloudy")
                .contains("; Path=/;", "; HttpOnly", "; Secure", "; SameSite=Strict")
                .doesNotContain("Domain"));
        assertThat(TestRoom.cookie(TestRoom.cookies(answer), Session.COOKIE)).hasSize(64);
    }

    @Test
    void aGlanceKeepsNobodySignedIn() throws Exception {
        String cookie = TestRoom.cookie(signIn("olga", ""), Session.COOKIE);
        room.advance(Duration.ofHours(8));
        assertThat(room.people.glance(cookie)).isPresent();
        room.advance(Duration.ofHours(5));
        assertThat(room.people.glance(cookie)).isEmpty();
        assertThat(room.people.session(cookie)).isEmpty();
    }

    @Test
    void thereAreTwoHundredSessionsAtMostAndTwentyOfOneUser() throws Exception {
        for (int number = 0; number < 11; number++) {
            room.add("user" + number, Role.VIEWER);
            var user = room.people.users().find("user" + number).orElseThrow();
            for (int browser = 0; browser < 21; browser++) {
                room.advance(Duration.ofSeconds(1));
                room.people.sessions().open(user, InetAddress.getLoopbackAddress(), "browser");
            }
            assertThat(room.people.sessions().all()).hasSize(Math.min(200, 20 * (number + 1)));
        }
        var first = room.people.users().find("user0").orElseThrow().id();
        assertThat(room.people.sessions().all())
                .as("those who were away longest had to go")
                .noneMatch(session -> session.userId().equals(first));
    }

    @Test
    void figuresSayHowManyAreInAndHowManyWereRefused() throws Exception {
        signIn("olga", "");
        assertThatThrownBy(() -> room.signIn("10.1.2.3", "", "olga", "wrong wrong wrong", ""))
                .isInstanceOf(RuntimeException.class);
        var figures = new HashMap<String, Double>();
        new AccessMetrics(room.people).collect(new MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name, value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                figures.put(name, value);
            }
        });
        assertThat(figures).containsEntry("cloudy_sessions", 1.0).containsEntry("cloudy_sign_ins_refused_total", 1.0);
    }

    @Test
    void aSessionIsNewAtEachSignInAndTheOldOneEnds() throws Exception {
        String first = signIn("olga", "");
        String second = signIn("olga", first);

        assertThat(second).isNotEqualTo(first);
        assertThat(session(first)).isEmpty();
        assertThat(session(second)).hasValueSatisfying(session -> {
            assertThat(session.caller()).isEqualTo(in("olga", Role.OPERATOR));
            assertThat(session.csrf()).hasSize(64);
        });
    }

    @Test
    void theCsrfTokenIsOfOneSessionOnly() throws Exception {
        var seen = new HashSet<String>();
        for (int i = 0; i < 3; i++) {
            String cookies = signIn("olga", "");
            String csrf = session(cookies).orElseThrow().csrf();
            seen.add(csrf);
            assertThat(session(cookies).orElseThrow().csrf()).isEqualTo(csrf);
            assertThat(TestRoom.cookie(cookies, Session.COOKIE)).isNotEqualTo(csrf);
        }

        assertThat(seen).hasSize(3);
    }

    @Test
    void aSessionOutlivesARestartAndOnlyItsHashIsOnTheDisk() throws Exception {
        String cookies = signIn("olga", "");
        String csrf = session(cookies).orElseThrow().csrf();
        room.close();
        room = new TestRoom(data, room.clock);

        assertThat(session(cookies))
                .hasValueSatisfying(again -> assertThat(again.csrf()).isEqualTo(csrf));
        assertThat(Files.readString(data.resolve("access/sessions.json")))
                .doesNotContain(TestRoom.cookie(cookies, Session.COOKIE))
                .doesNotContain(csrf);
    }

    @Test
    void aBrokenFileOnlyMeansSigningInAgain() throws Exception {
        String cookies = signIn("olga", "");
        room.close();
        Files.writeString(data.resolve("access/sessions.json"), "{\"sessions\": [{}]}");
        room = new TestRoom(data, room.clock);

        assertThat(session(cookies)).isEmpty();
        assertThat(session(signIn("olga", ""))).isPresent();
    }

    @Test
    void endsWhenItIsNotUsedForHalfADayAndAfterThirtyDays() throws Exception {
        String idle = signIn("olga", "");
        room.advance(Duration.ofHours(12).plusSeconds(1));
        assertThat(session(idle)).isEmpty();

        String used = signIn("olga", "");
        for (int hour = 0; hour < 30 * 24; hour += 8) {
            assertThat(session(used)).isPresent();
            room.advance(Duration.ofHours(8));
        }
        room.advance(Duration.ofSeconds(1));
        assertThat(session(used)).isEmpty();
    }

    @Test
    void oneThatWasOpenedWhileTheClockWasYearsAheadEndsInTimeAllTheSame() throws Exception {
        room.advance(Duration.ofDays(3_650));
        String ahead = signIn("olga", "");
        room.advance(Duration.ofDays(-3_650));

        for (int hour = 0; hour < 30 * 24; hour += 8) {
            assertThat(session(ahead)).isPresent();
            room.advance(Duration.ofHours(8));
        }
        room.advance(Duration.ofSeconds(1));
        assertThat(session(ahead)).isEmpty();
    }

    @Test
    void aNewPasswordOrRoleAndARemovalEndAllSessionsAtOnce() throws Exception {
        var admin = Optional.of(in("anna", Role.ADMIN));
        String one = signIn("olga", "");
        room.call("changeUser", admin, Map.of("name", "olga"), Map.of("role", "viewer"));
        assertThat(session(one)).isEmpty();

        String two = signIn("olga", "");
        room.call("changeUser", admin, Map.of("name", "olga"), Map.of("password", "a new one, longer"));
        assertThat(session(two)).isEmpty();

        room.call("changeUser", admin, Map.of("name", "olga"), Map.of("password", PASSWORD));
        String three = signIn("olga", "");
        room.call("removeUser", admin, Map.of("name", "olga"), Map.of());
        assertThat(session(three)).isEmpty();
        room.add("olga", Role.OPERATOR);
        assertThat(session(three)).as("another person of the same name").isEmpty();
        assertThat(room.news)
                .containsExactly(
                        "anna added",
                        "olga added",
                        "olga changed",
                        "olga changed",
                        "olga changed",
                        "olga removed",
                        "olga added");
    }

    @Test
    void atMostTwentyOfAUserTheLeastUsedGoes() throws Exception {
        String first = signIn("olga", "");
        String second = signIn("olga", "");
        for (int i = 2; i < 20; i++) {
            room.advance(Duration.ofSeconds(1));
            signIn("olga", "");
        }
        room.advance(Duration.ofSeconds(1));
        session(first);
        signIn("olga", "");

        assertThat(session(first)).isPresent();
        assertThat(session(second)).isEmpty();
        assertThat(room.people.sessions().all()).hasSize(20);
    }

    @Test
    void usersSeeAndEndTheirOwnAndAdminsAll() throws Exception {
        String annas = signIn("anna", "");
        String olgas = signIn("olga", "");
        var olga = Optional.of(in("olga", Role.OPERATOR));

        var seen = TestRoom.items(room.call("listSessions", olga, "10.1.2.3", olgas, Map.of(), Map.of()));
        assertThat(seen).singleElement().satisfies(session -> assertThat(session)
                .containsEntry("user", "olga")
                .containsEntry("current", true)
                .containsEntry("device", "Test"));
        var all = TestRoom.items(room.call("listSessions", Optional.of(in("anna", Role.ADMIN)), Map.of(), Map.of()));
        assertThat(all).hasSize(2);

        String foreign = all.stream()
                .filter(session -> session.get("user").equals("anna"))
                .map(session -> session.get("id").toString())
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> room.call("endSession", olga, Map.of("id", foreign), Map.of()))
                .hasMessageContaining("no such session");
        assertThat(session(annas)).isPresent();

        room.call("endSession", olga, Map.of("id", seen.get(0).get("id")), Map.of());
        assertThat(session(olgas)).isEmpty();
    }

    @Test
    void signingOutEndsTheSessionForGood() throws Exception {
        String cookies = signIn("olga", "");

        Answer answer =
                room.call("signOut", Optional.of(in("olga", Role.OPERATOR)), "10.1.2.3", cookies, Map.of(), Map.of());

        assertThat(answer.headers().get("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("Max-Age=0");
        assertThat(session(cookies)).isEmpty();
        room.close();
        room = new TestRoom(data, room.clock);
        assertThat(session(cookies)).isEmpty();
    }

    @Test
    void knowsNoCookieThatItHasNotGivenOut() {
        for (String cookie : new String[] {"", "x", "0".repeat(64), "0".repeat(10_000), "\r\n"}) {
            assertThat(room.people.session(cookie)).isEmpty();
        }
    }
}
