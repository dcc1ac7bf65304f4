// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import java.net.InetAddress;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One element of the tag {@code services}, every value a text as it stands there. What is read can be anything; what
 * {@link #of} makes breaks no reader of the original Cloudy.
 *
 * @param type {@code s}
 * @param description {@code d}
 * @param host {@code m}
 * @param address {@code i}
 * @param port {@code p}
 * @param cloud {@code e}: the micro-cloud, empty since 2017
 * @param txt {@code t}
 * @param protocol {@code u}, ours: readers of the original pass over keys that they do not know. Left out for TCP
 */
record ServiceRecord(
        String type,
        String description,
        String host,
        String address,
        String port,
        String cloud,
        String txt,
        Protocol protocol) {

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:]{2,39}");
    private static final Pattern SEPARATORS = Pattern.compile("[&\\s]+");

    /** The record of an offer. */
    static ServiceRecord of(Offer offer, String host, InetAddress own) {
        return new ServiceRecord(
                strict(offer.type()),
                strict(offer.description()),
                strict(host),
                strict(offer.address().orElse(own).getHostAddress()),
                Integer.toString(offer.port()),
                "",
                // An "&" within a pair would split it in two for every reader.
                offer.txt().pairs().stream()
                        .map(pair -> strict(pair.toString().replace('&', '_')))
                        .collect(Collectors.joining("&")),
                offer.protocol());
    }

    /**
     * A value that the original's readers survive: one blank anywhere makes all services of all nodes vanish from their
     * pages, an apostrophe those of its node. Nothing is left that JSON would have to escape.
     */
    static String strict(String value) {
        var safe = new StringBuilder(value.length());
        value.codePoints().map(ServiceRecord::strict).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static int strict(int c) {
        return switch (c) {
            case '\'' -> '’';
            case '"' -> '”';
            case '\\' -> '/';
            default ->
                switch (Character.getType(c)) {
                    case Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED -> '_';
                    default -> c;
                };
        };
    }

    /** Type and port together name a record on its node; the original's readers know it by nothing else. */
    String key() {
        return type + ' ' + port;
    }

    /** The element as it stands in the array. */
    String json() {
        return "{\"s\":\"" + type + "\",\"d\":\"" + description + "\",\"m\":\"" + host + "\",\"i\":\"" + address
                + "\",\"p\":\"" + port + "\",\"e\":\"" + cloud + "\",\"t\":\"" + txt
                + (protocol == Protocol.UDP ? "\",\"u\":\"udp\"}" : "\"}");
    }

    /** The port as a number; 0 for what is none. */
    int portNumber() {
        String digits = port.trim();
        if (!digits.matches("[0-9]{1,5}")) {
            return 0;
        }
        int number = Integer.parseInt(digits);
        return number > 65535 ? 0 : number;
    }

    /** The address where it is one, else another; names are never looked up. */
    InetAddress addressOr(InetAddress other) {
        String literal = address.trim();
        if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
            return other;
        }
        try {
            return InetAddress.getByName(literal);
        } catch (java.net.UnknownHostException e) {
            return other;
        }
    }

    /** The facts. Old writers turned the {@code &} between pairs into a blank. */
    Txt facts() {
        return Txt.parse(SEPARATORS.matcher(txt.trim()).replaceAll("&"));
    }
}
