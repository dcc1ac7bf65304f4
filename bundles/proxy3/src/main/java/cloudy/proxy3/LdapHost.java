// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that knows the users, over LDAPS. */
record LdapHost(String host, int port) {

    static final String PATTERN = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?";

    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]+)(?::([0-9]+))?");
    private static final int LDAPS = 636;
    private static final int MAX_PORT = 65_535;

    static Optional<LdapHost> parse(String field, String said) {
        String text = said.trim();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = HOST.matcher(text);
        if (text.matches(PATTERN) && parts.matches()) {
            int port = parts.group(2) == null ? LDAPS : Integer.parseInt(parts.group(2));
            if (port >= 1 && port <= MAX_PORT) {
                return Optional.of(new LdapHost(parts.group(1).toLowerCase(Locale.ROOT), port));
            }
        }
        throw new InvalidFieldException(
                field,
                Texts.of(
                        "ha de ser el nom d'un servidor, com ara ldap.guifi.net",
                        "debe ser el nombre de un servidor, como ldap.guifi.net",
                        "must be the name of a server, such as ldap.guifi.net"),
                text);
    }

    String uri() {
        return "ldaps://" + host + ':' + port;
    }
}
