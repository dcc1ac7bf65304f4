// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.rest.json.JsonBody;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this bundle brings itself, as the node says it. */
class OwnContractTest {

    @TempDir
    private static Path home;

    private static House house;
    private static Map<?, ?> contract;
    private static final Map<String, Map<?, ?>> READ = new LinkedHashMap<>();

    @BeforeAll
    static void open() throws Exception {
        house = new House(home);
        String text = house.get("", "/api/v1/openapi.json").body();
        contract = JsonBody.read(text.getBytes(StandardCharsets.UTF_8));
        ((Map<?, ?>) contract.get("paths"))
                .forEach((path, methods) -> READ.put(path.toString(), (Map<?, ?>) ((Map<?, ?>) methods).get("get")));
    }

    @AfterAll
    static void close() throws Exception {
        house.close();
    }

    @Test
    void isWhole() {
        assertThat(READ.keySet())
                .containsExactlyInAnyOrder(
                        "/.well-known/cloudy",
                        "/api/docs",
                        "/api/docs.css",
                        "/api/v1/commands",
                        "/api/v1/events",
                        "/api/v1/openapi.json",
                        "/api/v1/sd/prometheus",
                        "/healthz",
                        "/livez",
                        "/metrics",
                        "/readyz");
    }

    @Test
    void showsStrangersOnlyWhatAnyoneMayKnow() {
        assertThat(READ.values()).allSatisfy(operation -> {
            assertThat(operation.get("x-cloudy-role")).isIn("public", "viewer");
            assertThat((List<?>) operation.get("tags")).hasSize(1);
            assertThat(operation.get("summary").toString()).hasSizeBetween(1, 60);
        });
        assertThat(READ.entrySet().stream()
                        .filter(each -> each.getValue().get("x-cloudy-role").equals("viewer"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("/api/v1/events", "/api/v1/sd/prometheus", "/metrics");
    }

    @Test
    void answersHeadAsGetWithoutTheBody() throws Exception {
        for (String path : READ.keySet()) {
            if (path.equals("/api/v1/events")) {
                continue;
            }
            HttpResponse<String> got = house.get("viewer", path);
            HttpResponse<String> head = house.send("viewer", "HEAD", path, "");
            assertThat(head.statusCode()).as(path).isEqualTo(got.statusCode());
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.headers().firstValue("Content-Type"))
                    .as(path)
                    .isEqualTo(got.headers().firstValue("Content-Type"));
        }
        assertThat(house.send("viewer", "HEAD", "/api/v1/events", "").body()).isEmpty();
    }
}
