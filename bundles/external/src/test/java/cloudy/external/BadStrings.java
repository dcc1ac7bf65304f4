// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import java.util.List;
import java.util.Random;

/** Texts that somebody could hope to get into a file, a path, an argument or a terminal; always the same ones. */
final class BadStrings {

    private static final List<String> PIECES = List.of(
            "",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\0",
            "\u001b[2J",
            "\u2028",
            "\u202e",
            "\ud800",
            "\u00a0",
            "\ufeff",
            "../",
            "..\\",
            "/etc/passwd",
            "etherpad",
            "tcp",
            "udp",
            "lan",
            "COMMUNITY",
            "none",
            "none|",
            "127.0.0.1",
            "10.1.2.3",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1%eth0",
            "010.1.1.1",
            "http://",
            "https://a/",
            ":80",
            ":99999",
            "@",
            "a",
            "Z",
            "0",
            "-",
            "_",
            ".",
            "~",
            "#",
            "!",
            "=",
            "&",
            ",",
            ":",
            ";",
            "|",
            "`id`",
            "$(id)",
            "${java.home}",
            "$[env:PATH]",
            "%s%n",
            "%2e%2e%2f",
            "\\",
            "\\u000a",
            "\\\n",
            "\"",
            "'",
            "<script>",
            "port = 1",
            "\nenabled = false",
            "cloudy.enabled",
            "service.pid",
            "ä",
            "١",
            "😀",
            "x".repeat(300));

    private Random random = new Random(4);

    void reset() {
        random = new Random(4);
    }

    String next() {
        var text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
