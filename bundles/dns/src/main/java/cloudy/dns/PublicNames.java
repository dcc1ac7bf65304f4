// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** Names that belong to every machine, or under which the whole internet is: nobody's own zone has one of them. */
public final class PublicNames {

    private static final Set<Name> RESERVED = Stream.of(
                    ".",
                    "localhost.",
                    "local.",
                    "invalid.",
                    "onion.",
                    "arpa.",
                    "in-addr.arpa.",
                    "ip6.arpa.",
                    "0.in-addr.arpa.",
                    "127.in-addr.arpa.",
                    "255.in-addr.arpa.")
            .map(Name::fromConstantString)
            .collect(Collectors.toUnmodifiableSet());

    /** Those of more than two letters that people here use; there are some 1,400, and new ones each year. */
    private static final Set<String> TOPS = Set.of(
            "com",
            "net",
            "org",
            "edu",
            "gov",
            "mil",
            "int",
            "arpa",
            "info",
            "biz",
            "name",
            "pro",
            "coop",
            "cat",
            "eus",
            "gal",
            "bcn",
            "barcelona",
            "madrid",
            "app",
            "dev",
            "cloud",
            "online",
            "site",
            "xyz");

    private PublicNames() {}

    /** Whether it is one of them itself; below some of them others may have zones. */
    static boolean has(Name zone) {
        return RESERVED.contains(zone) || (zone.labels() == 2 && isTop(zone.getLabelString(0)));
    }

    /** Whether the internet has names that end so: any two letters are a country's. */
    public static boolean isTop(String label) {
        return TOPS.contains(label) || label.matches("[a-z]{2}|xn--.*");
    }
}
