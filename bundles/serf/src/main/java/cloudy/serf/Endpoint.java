// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, as settings spell them.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets; empty for "whichever is right"
 */
record Endpoint(String host, int port) {

    /** 1 to 65535, as the settings know it. */
    static final String PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    private static final String PART =
            " *(\\[[0-9A-Fa-f:.]{2,45}\\]|(?![0-9]{1,5} *(,|$))[A-Za-z0-9_.-]{1,253})(:" + PORT + ")? *";

    /** A list that {@link #parseAll} reads, as the settings know it; digits alone would be a port without a host. */
    static final String LIST = "( *|" + PART + ")(,( *|" + PART + "))*";

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9_.-]{0,253}))(?::([0-9]{1,5}))?");

    /** Reads {@code host:port}, {@code host}, {@code :port} or a bare port. */
    static Endpoint parse(String field, String text, int defaultPort) {
        String trimmed = text.trim();
        if (trimmed.matches("[0-9]{1,5}")) {
            return parse(field, ":" + trimmed, defaultPort);
        }
        Matcher matcher = FORM.matcher(trimmed);
        if (!matcher.matches()) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "ha de ser un amfitrió i un port, com ara 10.139.40.22:5000",
                            "debe ser un anfitrión y un puerto, como 10.139.40.22:5000",
                            "must be a host and a port, such as 10.139.40.22:5000"),
                    text);
        }
        int port = Optional.ofNullable(matcher.group(3)).map(Integer::parseInt).orElse(defaultPort);
        if (port < 1 || port > 65535) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "ha de tenir un port entre 1 i 65535",
                            "debe tener un puerto entre 1 y 65535",
                            "must have a port between 1 and 65535"),
                    text);
        }
        return new Endpoint(matcher.group(1) != null ? matcher.group(1) : matcher.group(2), port);
    }

    /** Reads a list whose parts, or whose parts' parts, are separated by commas. */
    static List<Endpoint> parseAll(String field, List<String> texts, int defaultPort) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .filter(part -> !part.isBlank())
                .map(part -> parse(field, part, defaultPort))
                .map(endpoint -> endpoint.requireHost(field))
                .distinct()
                .toList();
    }

    private Endpoint requireHost(String field) {
        if (host.isEmpty()) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "ha d'anomenar un amfitrió, com ara 10.139.40.22:5000",
                            "debe nombrar un anfitrión, como 10.139.40.22:5000",
                            "must name a host, such as 10.139.40.22:5000"),
                    toString());
        }
        return this;
    }

    /** The form that Serf and this class read. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
