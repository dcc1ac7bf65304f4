// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, under the policy that the console has. */
class KubernetesPageTest {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "require-trusted-types-for 'script'";
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Pattern TEXTS = Pattern.compile("(?s)  (en|ca|es): \\{(.*?)\\n  },");

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", KubernetesPageTest::page);
        server.createContext(
                "/kubernetes.js", exchange -> send(exchange, "text/javascript", read("/page/kubernetes.js")));
        server.createContext("/page.js", exchange -> send(exchange, "text/javascript", read("/page.js")));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static boolean hasBrowser() {
        return Files.isExecutable(BROWSER);
    }

    @Test
    void isWhatTheConsoleAsksFor() throws IOException {
        var page = new KubernetesPage();

        assertThat(read("/page/" + page.module())).contains("customElements.define('" + page.element() + "'");
        assertThat(page.service()).isEqualTo("cloudy.kubernetes");
        assertThat(page.title().byLanguage()).containsKeys("ca", "es", "en");
    }

    @Test
    void hasEveryTextInThreeLanguages() throws IOException {
        Matcher texts = TEXTS.matcher(read("/page/kubernetes.js"));
        var keys = texts.results()
                .map(one -> Pattern.compile("(\\w+): '")
                        .matcher(one.group(2))
                        .results()
                        .map(key -> key.group(1))
                        .toList())
                .toList();

        assertThat(keys).hasSize(3);
        assertThat(keys.get(0)).hasSizeGreaterThan(25);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isEqualTo(keys.get(0));
    }

    @Test
    void makesNoMarkupOfText() throws IOException {
        assertThat(read("/page/kubernetes.js")).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval(");
    }

    @ParameterizedTest
    @CsvSource({"en, nothing answers at 192.0.2.1:1, not published", "ca, nothing answers at 192.0.2.1:1, no publicat"})
    @EnabledIf("hasBrowser")
    void showsWhatStrangersWroteAsText(String language, String why, String refused) throws Exception {
        String shown = shown("?language=" + language);

        assertThat(shown)
                .contains(
                        why, refused, "&lt;i&gt;pads&lt;/i&gt;", "&lt;img src=x onerror=alert(1)&gt;", "pi1 192.0.2.1")
                .contains("cloudy-switch", "nginx:1", "pads.neighbours.svc")
                .doesNotContain("<img", "<i>", "<b>");
    }

    @Test
    @EnabledIf("hasBrowser")
    void sendsWhatIsClicked() throws Exception {
        assertThat(shown("?language=en"))
                .contains(
                        "<samp>PATCH x/cloudy.kubernetes/clusters/home/services/cloudy/web {\"publish\":false}</samp>")
                .contains(
                        "<samp>PATCH x/cloudy.kubernetes/clusters/home/services/default/plain {\"publish\":true}</samp>")
                .contains("<samp>DELETE x/cloudy.kubernetes/imports/pads </samp>");
    }

    @Test
    @EnabledIf("hasBrowser")
    void saysWhyThereIsNothingToShow() throws Exception {
        assertThat(shown("?language=en&broken")).contains("role=\"alert\"", "Kubernetes is off on this node.");
    }

    /** The page as it is after some seconds of its own time. */
    private String shown(String query) throws IOException, InterruptedException {
        Path dom = folder.resolve("dom.html");
        Process browser = new ProcessBuilder(
                        BROWSER.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=4000",
                        "--dump-dom",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/" + query)
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(browser.waitFor(60, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        return Files.readString(dom);
    }

    private static void page(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        send(exchange, "text/html", "<!doctype html><body><script type=module src=/page.js></script></body>");
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String read(String resource) throws IOException {
        try (var in = KubernetesPageTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
