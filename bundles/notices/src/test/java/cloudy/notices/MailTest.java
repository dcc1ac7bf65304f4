// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import cloudy.testing.SetClock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class MailTest {

    private static Mail mail(String from, String to) {
        var smtp =
                new Smtp(new Smtp.Account("127.0.0.1", 25, "", ""), (SSLSocketFactory) SSLSocketFactory.getDefault());
        return new Mail(smtp, from, to, new Locale("ca"), new SetClock());
    }

    private static String decoded(String header) {
        return Pattern.compile("=\\?UTF-8\\?B\\?([^?]*)\\?=")
                .matcher(header)
                .results()
                .map(word -> new String(Base64.getDecoder().decode(word.group(1)), UTF_8))
                .collect(Collectors.joining());
    }

    @Test
    void writesAMailInTheOperatorsLanguage() {
        String text = new String(mail("node@example.org", "me@example.org").write(Sample.message(true)), US_ASCII);
        String[] parts = text.split("\r\n\r\n", 2);

        assertThat(parts[0])
                .startsWith("From: node@example.org\r\nTo: me@example.org\r\nSubject: =?UTF-8?B?")
                .contains("\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n", "\r\nAuto-Submitted: auto-generated\r\n");
        assertThat(decoded(parts[0])).isEqualTo("[Cloudy attic] Resolt: El disc és ple.");
        assertThat(new String(Base64.getMimeDecoder().decode(parts[1]), UTF_8))
                .startsWith("Resolt: El disc és ple.\n\nDes de 2026-11-22T12:00:00Z\nattic (0123456789abcdef)");
    }

    @Test
    void foldsALongSubjectBetweenCharacters() {
        var notice = new Notice("a", Urgency.FAULT, Texts.of("🐧".repeat(500)), SetClock.NOON, false);
        String text = new String(mail("a@b.org", "c@d.org").write(new Message("id", "attic", notice, false)), US_ASCII);

        assertThat(Arrays.stream(text.split("\r\n")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(78));
        assertThat(decoded(text)).startsWith("[Cloudy attic] 🐧").endsWith("🐧").doesNotContain("\uFFFD");
    }

    @Test
    void refusesLineEndsInEveryHeaderField() {
        for (String bad :
                List.of("a@b.org\r\nBcc: x@y.org", "a@b.org\n", "a\r@b.org", "<a@b.org>", "a b@c.org", "a@", "")) {
            assertThatThrownBy(() -> mail(bad, "c@d.org")).isInstanceOf(InvalidFieldException.class);
            assertThatThrownBy(() -> mail("a@b.org", bad)).isInstanceOf(InvalidFieldException.class);
        }
        assertThatThrownBy(() -> Header.line("X", "a\r\nb")).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> Header.words("X", "a\r\nb")).isInstanceOf(InvalidFieldException.class);
        var notice = new Notice("a", Urgency.FAULT, Texts.of("a\r\nBcc: x@y.org"), SetClock.NOON, false);
        assertThatThrownBy(() -> mail("a@b.org", "c@d.org").write(new Message("id", "n", notice, false)))
                .isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> mail("a@b.org", "c@d.org")
                        .write(new Message("i\nd", "n", Sample.notice("a", Urgency.INFO), false)))
                .isInstanceOf(InvalidFieldException.class);
    }
}
