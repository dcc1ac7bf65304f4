// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static cloudy.rest.House.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More slow callers than the server has threads, and an honest one among them. */
class SlowCallersTest {

    private static final int CROWD = 2 * House.THREADS;

    @TempDir
    private static Path home;

    private static House house;

    private final List<Socket> crowd = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        house = new House(home);
        house.open();
    }

    @AfterAll
    static void close() throws Exception {
        house.close();
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket one : crowd) {
            one.close();
        }
    }

    @Test
    void thoseWhoSendABodyByteByByteHoldNobodyUp() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            begin("POST " + SHOP + "guess HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
        }
        assertHonestIsAnswered();

        Socket one = crowd.get(0);
        one.getOutputStream().write(" ".repeat(999).getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(one.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 400");
    }

    @Test
    void aBodyThatDoesNotArriveIsNoSuccess() throws Exception {
        for (String path : new String[] {"PUT " + SHOP + "items/pot", "POST " + SHOP + "guess"}) {
            Socket half = begin(path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer operator\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            half.shutdownOutput();

            String answer = new String(half.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).as(path).doesNotContain("HTTP/1.1 2");
        }
    }

    @Test
    void thoseWhoReadNothingHoldNobodyUp() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            Socket slow =
                    begin("GET " + SHOP + "large HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer viewer\r\n\r\n");
            // The answer has begun, and nobody reads on.
            assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        }
        assertHonestIsAnswered();
    }

    @Test
    void aServletThatReadsBodiesDoesNotTakeAllThreads() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            begin("POST " + SHOP + "own/page HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer operator\r\n"
                    + "Content-Length: 1000\r\n\r\n{");
        }
        await().until(() ->
                house.send("operator", "POST", SHOP + "own/page", "{}").statusCode() == 429);
        assertHonestIsAnswered();
        leave();
        await().until(() ->
                house.send("operator", "POST", SHOP + "own/page", "{}").statusCode() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "words"})
    void aServletThatWritesMuchDoesNotTakeAllThreads(String what) throws Exception {
        var statuses = new ArrayList<String>();
        for (int i = 0; i < CROWD; i++) {
            Socket slow = begin("GET " + SHOP + "own/" + what
                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer viewer\r\n\r\n");
            statuses.add(new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        }

        assertThat(statuses).filteredOn("HTTP/1.1 200"::equals).hasSize(8);
        assertThat(statuses).filteredOn("HTTP/1.1 429"::equals).hasSize(CROWD - 8);
        assertHonestIsAnswered();
        assertThat(house.get("viewer", SHOP + "own/page").statusCode())
                .as("a small answer")
                .isEqualTo(200);
        leave();
        await().untilAsserted(() ->
                assertThat(house.get("viewer", SHOP + "own/" + what).body()).hasSize(8_000 * 1024));
    }

    @Test
    void bodiesOfAllTogetherHaveALimit() throws Exception {
        int many = (int) (BodyRoom.inAll() * 3 / 4 / Exchange.MAX_BODY) + 3;
        String most = " ".repeat(Exchange.MAX_BODY - 1);
        for (int i = 0; i < many; i++) {
            begin("PUT " + SHOP + "items/pot HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer operator\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + Exchange.MAX_BODY + "\r\n\r\n" + most);
        }
        await().until(() ->
                house.send("operator", "PUT", SHOP + "items/pot", most).statusCode() == 429);
        // What strangers send has its own room: this one is told that nothing is wanted of him.
        assertThat(house.send("", "POST", SHOP + "guess", "{}").statusCode()).isEqualTo(400);

        var answers = new ArrayList<String>();
        for (Socket one : crowd) {
            one.getOutputStream().write(' ');
        }
        for (Socket one : crowd) {
            answers.add(new String(one.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        }
        assertThat(answers).contains("HTTP/1.1 429").contains("HTTP/1.1 400");
        leave();
        await().untilAsserted(() -> assertThat(
                        house.send("operator", "PUT", SHOP + "items/pot", most).statusCode())
                .isEqualTo(400));
    }

    private static void assertHonestIsAnswered() throws Exception {
        var request = house.request("viewer", "GET", SHOP + "items", "")
                .timeout(Duration.ofSeconds(10))
                .build();
        assertThat(house.client().send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private Socket begin(String request) throws IOException {
        Socket socket = house.client().sslContext().getSocketFactory().createSocket("127.0.0.1", house.securePort());
        crowd.add(socket);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
