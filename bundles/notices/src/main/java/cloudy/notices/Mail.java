// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Sends messages as mail to the operator. */
final class Mail implements Channel {

    private static final Texts OVER = Texts.of("Resolt: ", "Resuelto: ", "Over: ");
    private static final Texts SINCE = Texts.of("Des de ", "Desde ", "Since ");
    private static final int MAX_SUBJECT = 120;

    private final Smtp smtp;
    private final String from;
    private final String to;
    private final List<Locale> languages;
    private final Clock clock;

    Mail(Smtp smtp, String from, String to, Locale language, Clock clock) {
        this.smtp = smtp;
        this.from = Header.address("mailFrom", from);
        this.to = Header.address("mailTo", to);
        languages = List.of(language);
        this.clock = clock;
    }

    @Override
    public String word() {
        return "mail";
    }

    @Override
    public void send(Message message) throws IOException {
        smtp.send(from, to, write(message));
    }

    /** The mail as RFC 5322 has it. */
    byte[] write(Message message) {
        Notice notice = message.notice();
        String text = (message.over() ? OVER.in(languages) : "") + notice.text().in(languages);
        String subject = "[Cloudy " + message.nodeName() + "] " + text;
        String body = text + "\n\n" + SINCE.in(languages) + notice.since() + "\n" + message.nodeName() + " ("
                + message.nodeId() + "), " + notice.id() + "\n";
        String mail = Header.line("From", from)
                + Header.line("To", to)
                + Header.words("Subject", subject.substring(0, subject.offsetByCodePoints(0, most(subject))))
                + Header.line(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)))
                + Header.line("Message-ID", '<' + message.key() + "@cloudy.invalid>")
                + Header.line("Auto-Submitted", "auto-generated")
                + Header.line("MIME-Version", "1.0")
                + Header.line("Content-Type", "text/plain; charset=utf-8")
                + Header.line("Content-Transfer-Encoding", "base64")
                + "\r\n"
                + Base64.getMimeEncoder().encodeToString(body.getBytes(UTF_8))
                + "\r\n";
        return mail.getBytes(US_ASCII);
    }

    private static int most(String subject) {
        return Math.min(MAX_SUBJECT, subject.codePointCount(0, subject.length()));
    }

    @Override
    public void close() {
        smtp.close();
    }
}
