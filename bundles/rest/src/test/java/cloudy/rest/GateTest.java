// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static cloudy.rest.House.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Who gets in, and who does not. */
class GateTest {

    @TempDir
    private static Path home;

    private static House house;

    @BeforeAll
    static void open() throws Exception {
        house = new House(home);
        house.open();
    }

    @AfterAll
    static void close() throws Exception {
        house.close();
    }

    @BeforeEach
    void forget() {
        house.audit.clear();
    }

    @Test
    void asksForTheRoleThatTheContractNames() throws Exception {
        assertThat(statuses("GET", "items", "")).containsExactly(401, 200, 200, 200);
        assertThat(statuses("PUT", "items/pot", "{\"name\":\"pot\",\"price\":1}"))
                .containsExactly(401, 403, 200, 200);
        assertThat(statuses("POST", "closing", "")).containsExactly(401, 403, 403, 204);
        assertThat(statuses("POST", "guess", "")).containsExactly(204, 204, 204, 204);
        assertThat(house.get("forged", SHOP + "items").statusCode()).isEqualTo(401);
    }

    @Test
    void hearsOutThoseItRefusesAndStaysConnected() throws Exception {
        String large = "x".repeat(900_000);
        for (String body : List.of("", "{\"name\":\"pot\",\"price\":1}", large)) {
            HttpResponse<String> refused = house.send("", "PUT", SHOP + "items/pot", body);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("Connection")).isEmpty();
        }
        HttpResponse<String> wrong = house.send("operator", "PUT", SHOP + "items/pot", "{\"name\":1}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.headers().firstValue("Connection")).isEmpty();
    }

    @Test
    void breaksOffWithThoseWhoSendWithoutEnd() throws Exception {
        String put = "PUT " + SHOP + "items/pot HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n";

        String slow = house.raw(put + "\r\nx");
        String polite = house.raw(put + "Expect: 100-continue\r\n\r\n");

        assertThat(slow).startsWith("HTTP/1.1 308").contains("Connection: close\r\n");
        assertThat(polite).startsWith("HTTP/1.1 308").contains("Connection: close\r\n");
    }

    @Test
    void guardsServletsInContextsOfTheirOwnAndJavaxOnes() throws Exception {
        assertThat(statuses("GET", "own/page", "")).containsExactly(401, 200, 200, 200);
        assertThat(statuses("GET", "old", "")).containsExactly(401, 403, 200, 200);
        assertThat(statuses("GET", "alias", "")).containsExactly(401, 403, 200, 200);
        assertThat(house.get("operator", SHOP + "own/a/page").body())
                .isEqualTo("the-operator the-operator truetrue /a/page");
        assertThat(house.get("operator", SHOP + "old").body()).isEqualTo("old the-operator");
    }

    @Test
    void hidesServletsThatTheContractHasNot() throws Exception {
        for (String path : List.of(SHOP + "hidden/page", "/old/page", "/alias", "/", "/system/console", SHOP)) {
            HttpResponse<String> answer = house.get("admin", path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void showsPeopleAPageWhereNothingIsAndProgramsAProblem() throws Exception {
        HttpResponse<String> seen = house.send(house.request("", "GET", "/nowhere", "")
                .header("Accept", "text/html,*/*;q=0.8")
                .header("Accept-Language", "ca"));
        assertThat(seen.statusCode()).isEqualTo(404);
        assertThat(seen.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(seen.body()).contains("No hi ha res en aquesta adreça.", "<a href=\"/\">");
        HttpResponse<String> api =
                house.send(house.request("admin", "GET", "/api/v1/nowhere", "").header("Accept", "text/html"));
        assertThat(api.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void callsTheOperationWhereAServletWantsItsPlace() throws Exception {
        assertThat(house.get("viewer", SHOP + "items").body()).contains("\"by\":\"the-viewer\"");
    }

    @Test
    void saysWhichMethodsThereAre() throws Exception {
        HttpResponse<String> refused = house.send("admin", "DELETE", SHOP + "items/pot", "");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, PUT");

        HttpResponse<String> asked = house.send("", "OPTIONS", SHOP + "items/pot", "");
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, PUT");
        assertThat(asked.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void aHeaderDoesNotChangeTheMethod() throws Exception {
        HttpResponse<String> answer = house.send(house.request("admin", "GET", SHOP + "items/pot", "")
                .header("X-HTTP-Method-Override", "PUT")
                .header("X-Original-URL", "/api/v1/x/org.example.shop/closing"));
        assertThat(answer.body()).contains("\"id\":\"pot\"").contains("\"body\":{}");
    }

    @Test
    void narrowsATokenToItsScopes() throws Exception {
        assertThat(house.get("narrow", SHOP + "items").statusCode()).isEqualTo(200);
        assertThat(house.send("narrow", "POST", SHOP + "closing", "").body()).contains("shop:write");
        assertThat(house.get("narrow", SHOP + "own/page").statusCode()).isEqualTo(403);
        assertThat(house.send("narrow", "POST", SHOP + "own/page", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBrowserNeedsTheCsrfTokenToChangeSomething() throws Exception {
        assertThat(browser("GET", "items", "").statusCode()).isEqualTo(200);
        assertThat(browser("POST", "own/page", "").statusCode()).isEqualTo(403);
        assertThat(browser("POST", "own/page", "wrong").statusCode()).isEqualTo(403);
        assertThat(browser("POST", "own/page", "secret").statusCode()).isEqualTo(200);
        assertThat(house.send(house.request("", "GET", SHOP + "items", "")
                                .header("Cookie", "__Host-cloudy=biscuit; __Host-cloudy=other"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesWhatAnotherSitesPageSends() throws Exception {
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:" + house.securePort())) {
            assertThat(house.send(house.request("admin", "POST", SHOP + "closing", "")
                                    .header("Origin", origin))
                            .statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(house.send(house.request("admin", "POST", SHOP + "guess", "").header("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(house.send(house.request("admin", "POST", SHOP + "closing", "")
                                .header("Origin", "https://127.0.0.1:" + house.securePort())
                                .header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void refusesNamesThatAreNotItsOwn() throws Exception {
        for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "999.1.1.1")) {
            assertThat(ask(host)).as(host).startsWith("HTTP/1.1 421 ");
        }
        for (String host : List.of("LOCALHOST:1234", "localhost.", "[::1]:7443", "10.1.2.3")) {
            assertThat(ask(host)).as(host).startsWith("HTTP/1.1 308 ");
        }
        assertThat(ask("localhost\r\nHost: evil.example")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void followsBundlesThatStopAndStart() throws Exception {
        Bundle shop = Arrays.stream(house.osgi.context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("org.example.shop"))
                .findFirst()
                .orElseThrow();
        shop.stop();
        assertThat(house.get("admin", SHOP + "items").statusCode()).isEqualTo(404);
        shop.start();
        await().until(() -> house.get("admin", SHOP + "items").statusCode() == 200);
    }

    private static String ask(String host) throws Exception {
        return house.raw("GET /api HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void sendsWhoComesWithoutTlsToHttps() throws Exception {
        HttpResponse<String> answer = house.send(HttpRequest.newBuilder(house.plain(SHOP + "items?limit=1"))
                .header("Host", "localhost:7000")
                .header("Authorization", "Bearer admin"));
        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location"))
                .contains("https://localhost:" + house.securePort() + SHOP + "items?limit=1");
        assertThat(house.send(HttpRequest.newBuilder(house.plain("/nothing"))).statusCode())
                .isEqualTo(308);
        assertThat(house.send(HttpRequest.newBuilder(house.plain(SHOP + "files/ca.crt")))
                        .body())
                .isEqualTo("ca.crt");
    }

    @Test
    void answersNoPathThatCouldBeReadInTwoWays() throws Exception {
        for (String path : List.of(
                "/api/v1/../v1/x",
                "/api/v1/%2e%2e/x",
                "/a%2fb",
                "//api",
                "/api//v1",
                "/a;x=1",
                "/a\\b",
                "/a%5cb",
                "/a%00",
                "/a%0d%0ab",
                "/%c0%ae%c0%ae/",
                "/%ed%a0%80",
                "/a%",
                "/a%zz",
                "/./a",
                "/...",
                "/a%3bx",
                "/a%25b",
                SHOP + "files/../../x",
                SHOP + "files/%2e%2e%2fpasswd",
                "/\u00ff")) {
            String answer = house.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 400 ").doesNotContain("Jetty", "Server:");
        }
    }

    @Test
    void lockedUpWithoutAccessServesOnlyWhatIsPublic() throws Exception {
        var alone = new House(home);
        try {
            alone.open();
            alone.access.unregister();
            assertThat(alone.get("admin", SHOP + "items").statusCode()).isEqualTo(503);
            assertThat(alone.get("admin", SHOP + "own/page").statusCode()).isEqualTo(503);
            assertThat(alone.get("admin", SHOP + "files/a").statusCode()).isEqualTo(200);
        } finally {
            alone.close();
        }
    }

    @Test
    void tellsBrowsersToBeCareful() throws Exception {
        assertThat(house.get("", SHOP + "files/a").headers().map())
                .containsKeys("content-security-policy", "x-content-type-options", "referrer-policy")
                .containsEntry("cache-control", List.of("no-store"))
                .doesNotContainKeys("server", "x-powered-by");
    }

    @Test
    void writesDownWhatChanges() throws Exception {
        house.send("admin", "POST", SHOP + "closing", "");
        house.send("operator", "POST", SHOP + "own/page", "");
        house.get("admin", SHOP + "items");
        assertThat(house.audit)
                .containsExactly(
                        "the-admin 127.0.0.1 closeShop " + SHOP + "closing: done",
                        "the-operator 127.0.0.1 postOwn " + SHOP + "own/page: done");
    }

    private static HttpResponse<String> browser(String method, String path, String csrf) throws Exception {
        HttpRequest.Builder request =
                house.request("", method, SHOP + path, "").header("Cookie", "a=b; __Host-cloudy=biscuit");
        return house.send(csrf.isEmpty() ? request : request.header("X-CSRF-Token", csrf));
    }

    /** As nobody, viewer, operator and admin. */
    private static List<Integer> statuses(String method, String path, String body) throws Exception {
        return List.of(
                house.send("", method, SHOP + path, body).statusCode(),
                house.send("viewer", method, SHOP + path, body).statusCode(),
                house.send("operator", method, SHOP + path, body).statusCode(),
                house.send("admin", method, SHOP + path, body).statusCode());
    }
}
