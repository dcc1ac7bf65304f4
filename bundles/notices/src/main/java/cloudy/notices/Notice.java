// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Something that the operator must know, for as long as it is so.
 *
 * @param since since when it stands, whatever was said of it meanwhile
 * @param dismissed whether somebody has seen it and wants to hear no more
 */
record Notice(String id, Urgency urgency, Texts text, Instant since, boolean dismissed) {

    private static final Pattern FIGURE = Pattern.compile("\\d+");

    boolean says(Urgency other, Texts words) {
        return urgency == other && text.equals(words);
    }

    /** Whether the same is said, perhaps with other figures: what is measured is never twice the same. */
    boolean saysAbout(Urgency other, Texts words) {
        return urgency == other && withoutFigures(text).equals(withoutFigures(words));
    }

    private static String withoutFigures(Texts words) {
        return FIGURE.matcher(words.english()).replaceAll("");
    }

    boolean saysAboutTheSameAs(Notice other) {
        return saysAbout(other.urgency, other.text);
    }

    Notice dismiss() {
        return new Notice(id, urgency, text, since, true);
    }
}
