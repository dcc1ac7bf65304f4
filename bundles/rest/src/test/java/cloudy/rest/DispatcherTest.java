// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static cloudy.rest.House.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.example.shop.Shop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Requests are held against the contract, and answers are sent. */
class DispatcherTest {

    @TempDir
    private static Path home;

    private static House house;
    private static Bundle shop;

    @BeforeAll
    static void open() throws Exception {
        house = new House(home);
        shop = house.open();
    }

    @AfterAll
    static void close() throws Exception {
        house.close();
    }

    @Test
    void givesTheOperationParametersOfTheirTypes() throws Exception {
        assertThat(house.get("viewer", SHOP + "items?text=a%20b+c&sold=true&kinds=old,new")
                        .body())
                .contains("\"limit\":100", "\"text\":\"a b c\"", "\"sold\":true", "\"kinds\":[\"old\",\"new\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=ten, limit",
        "limit=1&limit=2, limit",
        "limit=99999999999999999999, limit",
        "sold=yes, sold",
        "text=123456789012345678901, text",
        "text=a%0d%0aSet-Cookie:b, ''",
        "text=%ff, ''",
        "text=%ed%a0%80, ''",
        "'kinds=old,new,old', kinds",
        "kinds=other, kinds[0]",
        "colour=red, colour",
        "=1, ''"
    })
    void refusesAQueryThatTheContractHasNot(String query, String field) throws Exception {
        HttpResponse<String> answer = house.get("viewer", SHOP + "items?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(field.isEmpty() ? "\"detail\":" : "\"field\":\"" + field + '"');
    }

    /** Whoever types a name reads no regular expression. */
    @Test
    void whatCanBeNoNameIsThatOfNothing() throws Exception {
        HttpResponse<String> answer = house.get("viewer", SHOP + "items/POT");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"id\"", "there is none of this name");
    }

    @Test
    void showsTheContractToPeople() throws Exception {
        HttpResponse<String> page = house.get("", "/api/docs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("/api/v1/x/org.example.shop/items", "What there is", "Problem");
    }

    @Test
    void givesTheOperationOurCookiesAndNoOthers() throws Exception {
        HttpResponse<String> answer = house.send(house.request("viewer", "GET", SHOP + "items", "")
                .header("Cookie", "a=b; __Host-cloudy=biscuit; __Host-cloudy-device=d1; cloudy=no"));
        assertThat(answer.body()).contains("\"cookie\":\"__Host-cloudy=biscuit; __Host-cloudy-device=d1\"");
        assertThat(house.get("viewer", SHOP + "items").body()).doesNotContain("\"cookie\"");
    }

    @Test
    void saysWhenToComeAgain() throws Exception {
        HttpResponse<String> answer = house.get("viewer", SHOP + "busy");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void answersAProblemWhereAStreamDoesNotBegin() throws Exception {
        HttpResponse<String> answer = house.get("viewer", SHOP + "stillborn");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("There is no room.").doesNotContain("never");
    }

    @Test
    void givesTheOperationTheBodyWithDefaults() throws Exception {
        String body = "{\"price\":3,\"name\":\"Olla d'aram ☕\",\"weightKg\":1,\"colour\":null,\"extra\":{\"x\":1}}";
        assertThat(house.send("operator", "PUT", SHOP + "items/pot", body).body())
                .contains("\"body\":{\"price\":3,\"name\":\"Olla d'aram ☕\",\"weightKg\":1.0,\"colour\":null,"
                        + "\"extra\":{\"x\":1},\"kind\":\"new\"}");
    }

    @Test
    void refusesABodyThatIsNoJsonByItsType() throws Exception {
        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "a\tb"}) {
            HttpRequest.Builder request = HttpRequest.newBuilder(house.secure(SHOP + "items/pot"))
                    .header("Authorization", "Bearer operator")
                    .header("Content-Type", type)
                    .PUT(BodyPublishers.ofString("{\"name\":\"pot\",\"price\":1}"));
            assertThat(house.send(request).statusCode()).as(type).isEqualTo(415);
        }
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        String large = "{\"name\":\"" + "x".repeat(1024 * 1024) + "\"}";
        assertThat(house.send("operator", "PUT", SHOP + "items/pot", large).statusCode())
                .isEqualTo(413);
        HttpRequest.Builder chunked = HttpRequest.newBuilder(house.secure(SHOP + "items/pot"))
                .header("Authorization", "Bearer operator")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
        assertThat(house.send(chunked).statusCode()).isEqualTo(413);
        assertThat(house.send("operator", "POST", SHOP + "own/page", large).statusCode())
                .isEqualTo(413);
        chunked.uri(house.secure(SHOP + "own/page"))
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
        assertThat(house.send(chunked).statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void takesYamlAsItTakesJson() throws Exception {
        assertThat(yaml("name: Olla\nprice: 3\nweightKg: 1 # empty\n").body())
                .contains("\"name\":\"Olla\",\"price\":3,\"weightKg\":1.0");
        for (String wrong :
                List.of("- a", "name: [", "name: a\nname: b", "a: &a {b: 1}\nc: *a", "name: \"\\u0007\"", "")) {
            assertThat(yaml(wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(yaml("name: \"a\\").body()).contains("The body is no YAML that is taken: ");
    }

    private static HttpResponse<String> yaml(String text) throws Exception {
        return house.send(house.request("operator", "PUT", SHOP + "items/pot", text)
                .setHeader("Content-Type", "application/yaml"));
    }

    @Test
    void takesLessFromStrangers() throws Exception {
        assertThat(house.send("", "POST", SHOP + "guess", "x".repeat(17_000)).statusCode())
                .isEqualTo(413);
        assertThat(house.send("", "POST", SHOP + "guess", "x".repeat(16_000)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void sendsWhatIsLargeWhole() throws Exception {
        assertThat(house.get("viewer", SHOP + "large").body()).hasSize(8_000_000);
        HttpResponse<String> head = house.send("viewer", "HEAD", SHOP + "large", "");
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains("8000000");
    }

    @Test
    void refusesABodyWhereNoneBelongs() throws Exception {
        assertThat(house.send("admin", "POST", SHOP + "closing", "{}").statusCode())
                .isEqualTo(400);
        assertThat(house.send("operator", "PUT", SHOP + "items/pot", "").body()).contains("\"field\":\"body\"");
    }

    @Test
    void tellsNothingOfAFailureButItsNumber() throws Exception {
        for (String path : new String[] {"broken", "late?fail=true", "own/broken", "own/half", "own/refused"}) {
            HttpResponse<String> answer = house.get("viewer", SHOP + path);
            assertThat(answer.statusCode()).as(path).isIn(500, 418);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).as(path).doesNotContain("xyzzy", "Exception", "\tat ");
        }
        assertThat(house.get("viewer", SHOP + "broken").body()).contains("\"instance\":\"urn:uuid:");
    }

    @Test
    void sendsAVersionOnceAndZipped() throws Exception {
        HttpResponse<byte[]> zipped = house.client()
                .send(
                        house.request("viewer", "GET", SHOP + "versioned", "")
                                .header("Accept-Encoding", "br, gzip")
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(zipped.headers().map()).containsEntry("content-encoding", List.of("gzip"));
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(in.readAllBytes()).hasSizeGreaterThan(5000);
        }
        HttpResponse<String> again = house.send(
                house.request("viewer", "GET", SHOP + "versioned", "").header("If-None-Match", "\"v1\""));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.headers().map()).containsKey("etag").containsKey("cache-control");
        HttpResponse<String> head = house.send("viewer", "HEAD", SHOP + "versioned", "");
        assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isGreaterThan(5000);
        assertThat(head.body()).isEmpty();
    }

    /** As every component is that gets new settings. */
    @Test
    void waitsForAComponentThatIsBeingMadeAnew() throws Exception {
        BundleContext context = house.osgi.context();
        ServiceComponentRuntime components =
                context.getService(context.getServiceReference(ServiceComponentRuntime.class));
        ComponentDescriptionDTO component = components.getComponentDescriptionDTO(shop, Shop.class.getName());
        components.disableComponent(component).getValue();
        CompletableFuture<HttpResponse<String>> answer = house.client()
                .sendAsync(house.request("viewer", "GET", SHOP + "items", "").build(), BodyHandlers.ofString());
        await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());

        components.enableComponent(component).getValue();
        assertThat(answer.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
    }

    @Test
    void waitsForAnAnswerThatComesLater() throws Exception {
        assertThat(house.get("viewer", SHOP + "late").body()).isEqualTo("{\"late\":true}");
    }

    @Test
    void sendsPiecesAndClosesTheirSourceOnce() throws Exception {
        System.clearProperty("org.example.shop.closed");
        HttpResponse<String> answer = house.get("viewer", SHOP + "stream?pieces=1000");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.body().lines()).hasSize(2000).contains("data: 0", "data: 999");
        await().until(() -> System.getProperty("org.example.shop.closed") != null);
        String closed = System.getProperty("org.example.shop.closed");

        HttpResponse<InputStream> slow = house.client()
                .send(
                        house.request("viewer", "GET", SHOP + "stream?pieces=100000", "")
                                .build(),
                        BodyHandlers.ofInputStream());
        await().until(() -> !closed.equals(System.getProperty("org.example.shop.closed")));
        slow.body().close();
        assertThat(System.getProperty("org.example.shop.closed"))
                .isEqualTo(String.valueOf(Integer.parseInt(closed) + 1));
    }

    /** To the command line of another machine, which asks again only whether they have changed. */
    @Test
    void handsOutTheCommandsToThoseWhoDoNotHaveThem() throws Exception {
        HttpResponse<String> answer = house.get("", "/api/v1/commands");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answer.body().lines())
                .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(10))
                .anyMatch(line -> line.startsWith("event follow\tGET\t/api/v1/events\tviewer\t"));
        String tag = answer.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again =
                house.send(house.request("", "GET", "/api/v1/commands", "").header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void showsTheWholeContract() throws Exception {
        HttpResponse<String> answer = house.get("", "/api/v1/openapi.json");
        assertThat(answer.body())
                .contains("\"getContract\"", "\"writeItem\"", "\"ShopItem\"", "\"x-cloudy-role\":\"operator\"")
                .contains("\"bearer\"", "\"401\"");
        assertThat(Map.copyOf(answer.headers().map())).containsKey("etag");
    }
}
