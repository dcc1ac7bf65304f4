// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.util.Optional;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Strangers' texts as names of the DNS. What is none is no name here either: nothing is escaped, so nothing but letters,
 * digits, hyphens and, where a name is no host's, underscores ever reaches a file.
 */
final class Names {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
    private static final Pattern ANY = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern MAILBOX = Pattern.compile("[A-Za-z0-9_+-]+(\\.[A-Za-z0-9_+-]+)*");

    /** No DNS name in text is longer. */
    private static final int LONGEST = 255;

    private Names() {}

    /** The complete name of a host or a zone, with or without a dot at its end, in lower case. */
    static Optional<Name> absolute(String text) {
        return parse(text, HOST, Name.root);
    }

    /** The name of a host within a zone, and nowhere else; {@code @} is the zone itself, {@code *} any name in it. */
    static Optional<Name> within(String text, Name zone) {
        return switch (text) {
            case "@" -> Optional.of(zone);
            case "*" -> Optional.of(Name.fromConstantString("*")).flatMap(star -> joined(star, zone));
            default -> parse(text, HOST, zone).filter(name -> name.subdomain(zone));
        };
    }

    /** A name that need not be a host's, within a zone unless it has a dot at its end. */
    static Optional<Name> alias(String text, Name zone) {
        return parse(text, ANY, zone);
    }

    /**
     * The mail address of a zone's keeper as the SOA has it: the part before the sign is one label.
     *
     * @return empty for what is no mail address
     */
    static Optional<Name> contact(String address) {
        int sign = address.lastIndexOf('@');
        if (sign < 1
                || address.length() > LONGEST
                || !MAILBOX.matcher(address.substring(0, sign)).matches()) {
            return Optional.empty();
        }
        Optional<Name> domain = absolute(address.substring(sign + 1));
        String label = address.substring(0, sign).replace(".", "\\.");
        return domain.flatMap(known -> {
            try {
                return Optional.of(Name.fromString(label, known));
            } catch (TextParseException tooLong) {
                return Optional.empty();
            }
        });
    }

    private static Optional<Name> parse(String text, Pattern pattern, Name origin) {
        boolean complete = text.endsWith(".");
        String labels = complete ? text.substring(0, text.length() - 1) : text;
        if (labels.length() > LONGEST || !pattern.matcher(labels).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Name.fromString(labels, complete ? Name.root : origin).canonicalize());
        } catch (TextParseException tooLong) {
            return Optional.empty();
        }
    }

    private static Optional<Name> joined(Name prefix, Name zone) {
        try {
            return Optional.of(Name.concatenate(prefix, zone));
        } catch (org.xbill.DNS.NameTooLongException e) {
            return Optional.empty();
        }
    }
}
