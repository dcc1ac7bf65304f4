// SPDX-License-Identifier: Apache-2.0
package cloudy.helper.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The programs that the helper runs, and all that is not for the node to say of them. Each is the unit {@code
 * cloudy-<word>}, under the user and group {@code _cloudy-<word>}.
 */
public enum Program {
    PROXY3(
            "proxy3",
            "/usr/sbin/squid",
            "LDAPTLS_REQCERT LDAPTLS_CACERT CLOUDY_CACHE",
            "",
            "proxy3/cache proxy3/log",
            "",
            true,
            15),
    NAMED("named", "/usr/sbin/named", "", "dns", "dns/slaves dns/keys", "", true, 10),
    SERF("serf", "/usr/bin/serf", "", "", "", "", false, 10),
    SYNCTHING(
            "syncthing",
            "/usr/bin/syncthing",
            "STGUIAPIKEY STGUIADDRESS STMONITORED STNOUPGRADE",
            "",
            "syncthing/home",
            "syncthing/folders",
            false,
            20);

    private final String word;
    private final String path;
    private final String variables;
    private final String read;
    private final String written;
    private final String owned;
    private final boolean lowPorts;
    private final int stopSeconds;

    Program(
            String word,
            String path,
            String variables,
            String read,
            String written,
            String owned,
            boolean lowPorts,
            int stopSeconds) {
        this.word = word;
        this.path = path;
        this.variables = variables;
        this.read = read;
        this.written = written;
        this.owned = owned;
        this.lowPorts = lowPorts;
        this.stopSeconds = stopSeconds;
    }

    /** What the node calls it, and its folder below {@code data/daemons}. */
    public String word() {
        return word;
    }

    /** Where Debian's package puts it. */
    public String path() {
        return path;
    }

    /** The variables that it may be given. */
    public Set<String> variables() {
        return Set.copyOf(words(variables));
    }

    /** Folders below {@code data} that it reads, beside its own. */
    public List<String> read() {
        return words(read);
    }

    /** Folders below {@code data} that it writes, beside its own {@code home}. */
    public List<String> written() {
        return words(written);
    }

    /**
     * Folders below {@code data} whose folders it owns, with all that is in them: it gives what people share the rights
     * and the times that it has elsewhere, which only an owner can.
     */
    public List<String> owned() {
        return words(owned);
    }

    /** Whether what is there, below {@code data}, is one of the things that it keeps. */
    public boolean keeps(String path) {
        return Stream.of(List.of("daemons/" + word + "/home"), words(written), words(owned))
                .flatMap(List::stream)
                .anyMatch(folder -> path.equals(folder) || path.startsWith(folder + '/'));
    }

    /** Whether it may have ports below 1024. */
    public boolean lowPorts() {
        return lowPorts;
    }

    /** How long it may take to end when the system stops it. */
    public int stopSeconds() {
        return stopSeconds;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    public String unit() {
        return "cloudy-" + word + ".service";
    }

    /** Its user and its group, of which the node's user is a member. */
    public String user() {
        return "_cloudy-" + word;
    }

    /** The program that the node calls so. */
    public static Optional<Program> of(String word) {
        return Arrays.stream(values())
                .filter(program -> program.word.equals(word))
                .findFirst();
    }
}
