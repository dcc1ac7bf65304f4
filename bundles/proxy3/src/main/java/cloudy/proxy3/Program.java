// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.Daemon.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** squid as a program of this node's: a pure function of its plan. */
final class Program {

    static final String NAME = "proxy3";
    static final String PACKAGE = "squid";

    static final String SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt";
    private static final Duration STOP_TIME = Duration.ofSeconds(15);
    private static final List<Path> HELPERS =
            List.of(Path.of("/usr/lib/squid"), Path.of("/usr/lib64/squid"), Path.of("/usr/libexec/squid"));

    private Program() {}

    /** Where this system has squid's helpers; where it has none, where Debian would have them. */
    static Path helpers() {
        return HELPERS.stream().filter(Files::isDirectory).findFirst().orElse(HELPERS.get(0));
    }

    /** @param users what {@link Users#text} says, where this node's own list counts */
    static Daemon daemon(SquidPlan plan, String users, Daemon.Readiness ready) {
        ProxySettings settings = plan.settings();
        var environment = new LinkedHashMap<String, String>();
        // For libldap, in the helpers: a server whose certificate is nobody's is not told any password.
        environment.put("LDAPTLS_REQCERT", "demand");
        environment.put("LDAPTLS_CACERT", settings.ca().orElse(SYSTEM_CA));
        // squid takes a new size over while it runs, but neither a first folder nor the lack of one.
        environment.put("CLOUDY_CACHE", settings.cacheSize() > 0 ? "disk" : "memory");
        var files = new LinkedHashMap<String, String>();
        files.put(SquidConf.FILE, SquidConf.write(plan));
        if (plan.entry() instanceof SquidPlan.OwnUsers) {
            files.put(SquidConf.USERS, users);
        } else {
            files.put(SquidConf.LDAP_SECRET, settings.bindSecret());
        }
        String name = instance(plan.folder());
        String conf = Daemon.FILES + '/' + SquidConf.FILE;
        return new Daemon(
                        NAME,
                        List.of(PACKAGE, "-N", "-d", "1", "-f", conf, "-n", name),
                        environment,
                        Map.of(),
                        List.of(),
                        ready,
                        Optional.empty(),
                        Signal.TERM,
                        STOP_TIME,
                        PACKAGE)
                .withFiles(files, List.of(PACKAGE, "-k", "parse", "-f", conf, "-n", name))
                .reloadedBy(Signal.HUP);
    }

    /** squid's shared memory is called by it, so that two nodes of one machine do not meet there. */
    static String instance(Path folder) {
        return "cloudy" + Integer.toHexString(folder.toAbsolutePath().toString().hashCode());
    }
}
