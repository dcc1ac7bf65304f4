// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import cloudy.api.rest.Answer;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A caller who listens, until the test has it do something else. */
final class Ear implements Answer.Sink {

    private static final Pattern EVENT = Pattern.compile("id: (\\S+)\nevent: (\\w+)\ndata: (\\{.*})\n\n");

    enum Mood {
        LISTENS,
        GONE,
        THROWS
    }

    final StringBuilder heard = new StringBuilder();
    Mood mood = Mood.LISTENS;
    boolean ended;
    int pieces;

    @Override
    public boolean send(String piece) {
        pieces++;
        if (mood == Mood.THROWS) {
            throw new IllegalStateException("broken pipe");
        }
        if (mood == Mood.LISTENS) {
            heard.append(piece);
        }
        return mood == Mood.LISTENS;
    }

    @Override
    public void end() {
        ended = true;
    }

    /** Type and data of the events heard. */
    List<String> events() {
        return EVENT.matcher(heard)
                .results()
                .map(event -> event.group(2) + ' ' + event.group(3))
                .toList();
    }

    /** The subjects of the events heard. */
    List<String> subjects() {
        return Pattern.compile("\"subject\":\"([^\"]*)\"")
                .matcher(heard)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The id that a browser would send when it comes again. */
    String lastId() {
        List<MatchResult> ids =
                Pattern.compile("(?m)^id: (\\S+)$").matcher(heard).results().toList();
        return ids.get(ids.size() - 1).group(1);
    }
}
