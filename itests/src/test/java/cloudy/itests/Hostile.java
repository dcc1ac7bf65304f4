// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that have broken programs elsewhere, and as many more put together from their parts. */
final class Hostile {

    private static final List<String> PARTS = List.of(
            "\n",
            "\r\n",
            "\r",
            "\u0000",
            "\u0007",
            "\u001b[2J",
            "\t",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\ud800",
            "\\",
            "\\n",
            "'",
            "\"",
            "`id`",
            "$(id)",
            "${sys:user.home}",
            "${env:PATH}",
            "${secret:x}",
            "$[x]",
            "%0d%0a",
            "%00",
            "%s%n",
            "{}",
            "{{7*7}}",
            "#{1}",
            "<script>alert(1)</script>",
            "<!--",
            "]]>",
            "&lt;",
            "../../etc/passwd",
            "..\\..\\",
            "/etc/shadow",
            "~root",
            ";reboot",
            "|cat",
            "&&id",
            ">/tmp/x",
            "-rf",
            "--config=/x",
            "@file",
            "*",
            "?",
            "[",
            "=",
            " = ",
            ":",
            "#",
            "!",
            ",",
            ", ",
            "\u00e9",
            "\ud83d\ude00",
            "a".repeat(300),
            "\nenabled = true",
            "\ncloudy.enabled=true",
            "' OR 1=1 --",
            "null",
            "true",
            "-1",
            "1e999",
            "0x7f",
            "\u2215",
            "CON",
            ".",
            "..",
            " ",
            "",
            "file:///etc/passwd",
            "javascript:1",
            "http://169.254.169.254/",
            "jndi:ldap://x/",
            "10.0.0.1:99999",
            "[::1",
            "127.0.0.1\n10.0.0.1");

    private Hostile() {}

    /** So many different texts, the same at each call. */
    static List<String> texts(int count) {
        var random = new Random(4);
        List<String> texts = new ArrayList<>(PARTS);
        while (texts.size() < count) {
            var text = new StringBuilder();
            for (int i = 0; i <= random.nextInt(4); i++) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            texts.add(text.toString());
        }
        return texts.subList(0, count);
    }
}
