// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import cloudy.api.Text;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.rest.json.Json;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last events, numbered, as server-sent events. Not safe for use by many threads. */
final class EventLog {

    static final int MAX_EVENTS = 1_000;

    /** All of it fits into what a caller may lag behind. */
    static final int MAX_CHARS = 192 * 1024;

    private static final int MAX_TEXT = 256;
    private static final int MAX_FACTS = 16;
    private static final Pattern ID = Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})");

    /** An event and how it is sent, with the blank line that ends it. */
    record Entry(long number, String type, Role role, String text) {}

    private final String boot;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long last;
    private int chars;

    /**
     * An empty log.
     *
     * @param boot eight hexadecimal digits that no log before had: numbers begin anew with each
     */
    EventLog(String boot) {
        this.boot = boot;
    }

    /** Notes an event; the oldest ones go when there are too many. */
    void append(Event event) {
        last++;
        String text = "id: " + id() + "\nevent: " + event.type() + "\ndata: " + data(event) + "\n\n";
        entries.add(new Entry(last, event.type(), event.role(), text));
        chars += text.length();
        while (entries.size() > MAX_EVENTS || chars > MAX_CHARS) {
            chars -= entries.remove().text().length();
        }
    }

    /** The number of the last event; 0 before the first. */
    long last() {
        return last;
    }

    /** The id of the last event. */
    String id() {
        return boot + '-' + last;
    }

    /** The number in an id; empty when this log never gave it out. */
    OptionalLong number(String id) {
        Matcher found = ID.matcher(id);
        if (!found.matches() || !found.group(1).equals(boot)) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(found.group(2));
        return number <= last ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** What came after a number; empty when some of it is not known any more. */
    Optional<List<Entry>> after(long number) {
        if (number < last - entries.size()) {
            return Optional.empty();
        }
        return Optional.of(
                entries.stream().dropWhile(entry -> entry.number() <= number).toList());
    }

    /** Says that something was missed; whoever follows reads everything anew, and goes on from here. */
    String reset() {
        return "id: " + id() + "\nevent: reset\ndata: {\"type\":\"reset\"}\n\n";
    }

    private static String data(Event event) {
        // A third party may tell anything.
        var facts = new TreeMap<String, String>();
        event.facts().entrySet().stream()
                .limit(MAX_FACTS)
                .forEach(fact -> facts.put(Text.clean(fact.getKey(), MAX_TEXT), Text.clean(fact.getValue(), MAX_TEXT)));
        var data = new LinkedHashMap<String, Object>();
        data.put("type", event.type());
        data.put("subject", Text.clean(event.subject(), MAX_TEXT));
        data.put("facts", facts);
        return Json.line(data);
    }
}
