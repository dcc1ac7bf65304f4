// SPDX-License-Identifier: Apache-2.0
package cloudy.helper.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The packages that the helper installs, each with the units of its own that it would start. */
public enum DebianPackage {
    SQUID("squid", "squid", "squid.service"),
    BIND9("bind9", "named", "named.service named-resolvconf.service"),
    SYNCTHING("syncthing", "syncthing", ""),
    SERF("serf", "serf", "serf.service"),
    FPING("fping", "fping", "");

    private final String debian;
    private final String program;
    private final String units;

    DebianPackage(String debian, String program, String units) {
        this.debian = debian;
        this.program = program;
        this.units = units;
    }

    /** What Debian calls it. */
    public String debian() {
        return debian;
    }

    /** The program that it is installed for. */
    public String program() {
        return program;
    }

    /** What must not start, since the node runs the program by itself. */
    public List<String> units() {
        return units.isEmpty() ? List.of() : List.of(units.split(" ", -1));
    }

    /** The package that Debian calls so. */
    public static Optional<DebianPackage> of(String debian) {
        return Arrays.stream(values()).filter(one -> one.debian.equals(debian)).findFirst();
    }
}
