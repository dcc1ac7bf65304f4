// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.testing.Wishes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Plans from values as bad as they come: those that the settings refuse are counted, the others become squid.conf. */
final class RandomPlans {

    private static final String[] PIECES = {
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\0",
        "\t",
        " ",
        "  ",
        "\\",
        "\\\n",
        "\"",
        "'",
        "`",
        "#",
        ";",
        "$(id)",
        "${x}",
        "%",
        "%s",
        "{files}",
        "{home}",
        "include /etc/shadow",
        "http_access allow all",
        "\nhttp_access allow all\n",
        "acl all src all",
        "\u2028",
        "\u0085",
        "\u00a0",
        "é",
        "\ud800",
        "😀",
        "@",
        ",",
        "=",
        "(",
        ")",
        "*",
        "|",
        "&",
        "!",
        "<",
        ">",
        "/",
        "..",
        "../..",
        "a",
        "Z",
        "0",
        "9",
        "-",
        "_",
        ".",
        ":",
        "[",
        "]",
        "example.org",
        "10.0.0.0/8",
        "::1",
        "x".repeat(300)
    };

    private final Random random;
    int refused;

    RandomPlans(long seed) {
        random = new Random(seed);
    }

    /** The next one that passes. */
    SquidPlan next() {
        while (true) {
            try {
                SquidPlan plan = plan();
                // The last door, for what has no setting: the name of the node.
                SquidConf.write(plan);
                return plan;
            } catch (IllegalArgumentException bad) {
                refused++;
            }
        }
    }

    private SquidPlan plan() {
        Map<String, Object> said = new HashMap<>();
        boolean federated = random.nextBoolean();
        said.put("mode", federated ? "federated" : "local");
        said.put("id", (long) random.nextInt(1, 1_000_000));
        said.put("port", random.nextInt(1, 65_536));
        said.put("cacheSize", random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000));
        said.put("cacheMem", random.nextInt(8, 65_536));
        said.put("logSize", random.nextInt(3));
        said.put(
                "language",
                random.nextInt(9) == 0 ? bad() : List.of("ca", "es", "en").get(random.nextInt(3)));
        said.put("openTo", networks());
        said.put("privateNetworks", networks());
        // Most values are good, so that most plans pass; any may be bad.
        said.put("realm", some("Proxy of the house", "guifi.net-Proxy3", "a", "A b  c"));
        said.put("manager", some("", "anna@example.org", "a+b@c.d"));
        said.put("ldapMain", some("ldap.guifi.net", "ldap.guifi.net:636", "10.1.2.3:3636"));
        said.put("ldapBackup", some("", "ldap2.guifi.net"));
        said.put("ldapBase", some("o=proxyusers,dc=guifi,dc=net", "o=proxy users,dc=net"));
        said.put("bindDn", some("", "uid=proxyldap2011,o=x", "cn=Proxy User,dc=net", "cn=-n -f x"));
        said.put("_bindSecret", some("secret", "p\"a'ss $(word)"));
        said.put("ca", some("", "/etc/ssl/ca.pem"));
        ProxySettings settings = ProxySettings.of(Wishes.of(ProxyConfig.class, said));
        return new SquidPlan(
                settings,
                some("board", "node-7", "x".repeat(63)),
                Path.of("/usr/lib/squid"),
                Path.of("/var/lib/cloudy/data/proxy3"),
                "0123456789abcdef0123456789abcdef",
                random.nextInt(1, 65_536),
                Stream.generate(this::address).limit(random.nextInt(4)).toList(),
                federated
                        ? new SquidPlan.Federated(
                                random.longs(random.nextInt(8) == 0 ? 900 : 3, 1, 1_000_000_000)
                                        .boxed()
                                        .toList(),
                                settings.bindDn())
                        : new SquidPlan.OwnUsers(),
                "");
    }

    private Network address() {
        var bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        try {
            return Network.only(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private String[] networks() {
        return Stream.generate(() -> random.nextInt(40) == 0
                        ? bad()
                        : new Network(address().address(), random.nextInt(33)).toString())
                .limit(random.nextInt(3))
                .toArray(String[]::new);
    }

    private String some(String... good) {
        return random.nextInt(12) == 0 ? bad() : good[random.nextInt(good.length)];
    }

    private String bad() {
        var text = new StringBuilder();
        for (int pieces = random.nextInt(5); pieces >= 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
