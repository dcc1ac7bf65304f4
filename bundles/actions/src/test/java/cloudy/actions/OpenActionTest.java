// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenActionTest {

    private final OpenAction open = new OpenAction();

    @ParameterizedTest
    @CsvSource({
        "http, 80, http://10.1.2.3/",
        "HTTP, 8080, http://10.1.2.3:8080/",
        "https, 443, https://10.1.2.3/",
        "https, 80, https://10.1.2.3:80/",
        "Docker, 32768, http://10.1.2.3:32768/",
        "owp, 3000, http://10.1.2.3:3000/",
        "tahoe-lafs, 43210, http://10.1.2.3:8228/",
    })
    void knowsTheTypesThatArePages(String type, int port, String link) {
        assertThat(open.link(heard(type, port, "")).orElseThrow()).hasToString(link);
        assertThat(open.fits(heard(type, port, ""))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "etherpad, scheme=https, https://10.1.2.3:9001/",
        "etherpad, proto=http&path=/p/x?a=b, http://10.1.2.3:9001/p/x?a=b",
        "http, path=wiki, http://10.1.2.3:9001/wiki",
        "http, PATH=/a%20b, http://10.1.2.3:9001/a%20b",
        "http, scheme=https, https://10.1.2.3:9001/",
    })
    void learnsTheRestFromTxt(String type, String txt, String link) {
        assertThat(open.link(heard(type, 9001, txt)).orElseThrow()).hasToString(link);
    }

    @Test
    void doesNotFitWhatIsNoPage() {
        assertThat(open.fits(heard("proxy3", 3128, ""))).isFalse();
        assertThat(open.fits(heard("proxy3", 3128, "path=/x"))).isFalse();
        assertThat(open.fits(heard("http", 0, ""))).isFalse();
        assertThat(open.fits(heard("etherpad", 9001, "scheme=javascript"))).isFalse();
        assertThat(open.fits(heard("etherpad", 9001, "scheme=ftp"))).isFalse();
        assertThat(open.fits(heard("http", 80, "").copy().protocol(Protocol.UDP).build()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "/\\evil.example",
                "/<script>",
                "/a b",
                "/%zz",
                "/%",
                "/\"onclick=",
                "/#x\uD83D\uDE00",
                "/à",
                "\\\\evil",
                "/?q=<",
                "/x#javascript:alert(1)",
                "/a\r\nb"
            })
    void leavesOutAPathThatIsNone(String path) {
        Announcement any =
                heard("http", 8080, "").copy().txt(Txt.of(Map.of("path", path))).build();

        assertThat(open.link(any).orElseThrow()).hasToString("http://10.1.2.3:8080/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "@evil.example/", ":80@evil.example", "../../x", ".evil.example"})
    void neverLetsTheTextChooseTheHost(String path) {
        Announcement any =
                heard("http", 8080, "").copy().txt(Txt.of(Map.of("path", path))).build();

        URI link = open.link(any).orElseThrow();
        assertThat(link.getScheme()).isEqualTo("http");
        assertThat(link.getHost()).isEqualTo("10.1.2.3");
        assertThat(link.getPort()).isEqualTo(8080);
        assertThat(link.getRawUserInfo()).isNull();
    }

    @Test
    void holdsForAnyText() {
        var random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            var path = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                path.append("/\\:@%?#[]<>\"'. \r\n\u0000aé0&=".charAt(random.nextInt(23)));
            }
            URI link = open.link(heard("http", 8080, "")
                            .copy()
                            .txt(Txt.of(Map.of("path", path.toString(), "scheme", path.toString())))
                            .build())
                    .orElseThrow();
            assertThat(link.getHost()).isEqualTo("10.1.2.3");
            assertThat(link.getRawUserInfo()).isNull();
            assertThat(link.toString()).startsWith("http://10.1.2.3:8080/").doesNotContain("8080//");
        }
    }

    @Test
    void putsIpv6InBracketsWithoutItsLink() throws Exception {
        Announcement any = heard("http", 8080, "");
        InetAddress address = InetAddress.getByName("fd00::1");

        URI link = open.link(Announcement.heardBy("mdns", Audience.LAN, "a", address, any.lastHeard())
                        .type("http")
                        .port(8080)
                        .build())
                .orElseThrow();

        assertThat(link).hasToString("http://[fd00:0:0:0:0:0:0:1]:8080/");
    }

    private static Announcement heard(String type, int port, String txt) {
        try {
            InetAddress address = InetAddress.getByName("10.1.2.3");
            return Announcement.heardBy("mdns", Audience.LAN, "a", address, Instant.parse("2026-11-22T01:02:03Z"))
                    .type(type)
                    .description("A page")
                    .port(port)
                    .txt(Txt.parse(txt))
                    .build();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
