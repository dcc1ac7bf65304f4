// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The script in the engine of a browser. */
class PacTest {

    private static final List<ProxyAddress> PROXIES = Stream.of("10.1.2.3:3128", "[2001:db8::1]:8080")
            .map(ProxyAddress::parse)
            .flatMap(Optional::stream)
            .toList();
    private static final Path BROWSER = Path.of("/usr/bin/chromium");

    @TempDir
    private Path folder;

    static boolean hasBrowser() {
        return Files.isExecutable(BROWSER);
    }

    @Test
    @EnabledIf("hasBrowser")
    void sendsWhatIsFarToTheProxiesAndWhatIsNextDoorNowhere() throws Exception {
        List<String> far = List.of(
                "example.org",
                "10.example.org",
                "127.0.0.1.example.org",
                "203.0.113.7",
                "11.0.0.1",
                "172.32.0.1",
                "100.128.0.1",
                "2001:db8::5",
                "[2001:db8::5]",
                "localhost.example.org",
                "fd.example.org",
                "EXAMPLE.ORG");
        List<String> near = List.of(
                "printer",
                "localhost",
                "LOCALHOST",
                "printer.local",
                "127.0.0.1",
                "10.1.1.1",
                "192.168.7.7",
                "172.16.0.1",
                "172.31.255.255",
                "169.254.1.1",
                "100.64.0.1",
                "100.127.9.9",
                "::1",
                "[::1]",
                "fd00::1",
                "fe80::1",
                "[FE80::1]");
        var page = new StringBuilder("<!doctype html><body><script>\n")
                .append(Pac.write(PROXIES, true))
                .append("\nconst ways = [");
        Stream.concat(far.stream(), near.stream()).forEach(host -> page.append("FindProxyForURL('https://")
                .append(host)
                .append("/', '")
                .append(host)
                .append("'),"));
        page.append("];\ndocument.body.textContent = 'found ' + ways.join('|') + ' end';</script>");

        String[] ways = shown(page.toString()).split("\\|");

        assertThat(ways).hasSize(far.size() + near.size());
        for (int i = 0; i < ways.length; i++) {
            assertThat(ways[i])
                    .as(i < far.size() ? far.get(i) : near.get(i - far.size()))
                    .isEqualTo(
                            i < far.size()
                                    ? "PROXY 10.1.2.3:3128; PROXY [2001:db8:0:0:0:0:0:1]:8080; DIRECT"
                                    : "DIRECT");
        }
    }

    private String shown(String page) throws Exception {
        Path file = Files.writeString(folder.resolve("page.html"), page);
        Path dom = folder.resolve("dom.html");
        Process browser = new ProcessBuilder(
                        BROWSER.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        String text = Files.readString(dom, UTF_8);
        return text.substring(text.indexOf("found ") + 6, text.indexOf(" end"));
    }

    @Test
    void goesDirectlyOnlyWhereTheOperatorAllowsIt() {
        assertThat(Pac.write(PROXIES, false))
                .contains("return \"PROXY 10.1.2.3:3128; PROXY [2001:db8:0:0:0:0:0:1]:8080\";");
        assertThat(Pac.write(PROXIES, true)).contains("[2001:db8:0:0:0:0:0:1]:8080; DIRECT\";");
    }
}
