// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A node of the original Cloudy, as far as Serf is concerned: Debian's agent with a tag that was captured from one, and
 * the original's way to read the tags of others.
 */
final class OldNode implements Closeable {

    /** One service: TincVPN_System, tincvpn, 192.168.1.141 port 665. */
    static final String SERVICES =
            "QlpoOTFBWSZTWYyBIrAAACDfgAAQEAU3cAABTQq/p98qIAB0KmamNQAaA00NGmj1CE1DTTTIDTQD1BoCxgGvU1qSGcNuDVCWkQR6RLEbmWzg"
                    + "5wpel4RESCEcNtwe0nBHN0TiZsGXyr89gMVvEZjdByRAu5E6UKOTFfEn8XckU4UJCMgSKwA=";

    private static final Pattern MEMBER = Pattern.compile(
            "\"name\": \"([^\"]*)\".*?\"tags\": \\{([^}]*)\\},\\s*\"status\": \"(\\w+)\"", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("\"services\": \"([^\"]*)\"");

    private static final String PAIR = "\"[a-z]\":\"[^\"\\\\\\s\\p{Cntrl}]*\"";
    private static final String RECORD = "\\{" + PAIR + "(?:," + PAIR + ")*\\}";
    private static final Pattern ARRAY = Pattern.compile("\\[" + RECORD + "(?:," + RECORD + ")*\\]\n");

    private final Host host;
    private final Path folder;
    private final Process agent;

    /**
     * Starts the agent at the host's address, port 5000; it answers when this returns.
     *
     * @param folder for its log
     */
    OldNode(Host host, Path folder) throws IOException {
        this.host = host;
        this.folder = folder;
        agent = host.start(
                folder.resolve("serf-" + host.name() + ".log").toFile(),
                "serf",
                "agent",
                "-node=" + host.name(),
                "-bind=" + host.address() + ":5000",
                "-profile=lan",
                "-protocol=4",
                "-tag=services=" + SERVICES);
        Awaitility.await("the agent of " + host.name())
                .until(() -> host.run("serf", "members").exit() == 0);
    }

    Host host() {
        return host;
    }

    /** The records of a member that is alive, as the original's shell plug gets at them: strict JSON without a blank. */
    String servicesOf(String member) throws IOException {
        Matcher members = MEMBER.matcher(
                host.run("serf", "members", "-format", "json").succeeded().text());
        while (members.find()) {
            Matcher tag = TAG.matcher(members.group(2));
            if (members.group(1).equals(member) && members.group(3).equals("alive") && tag.find()) {
                return unpacked(tag.group(1));
            }
        }
        return "";
    }

    private String unpacked(String tag) throws IOException {
        Path packed =
                Files.write(folder.resolve("services.bz2"), Base64.getDecoder().decode(tag));
        String array = Command.run(List.of("bzip2", "-dc", packed.toString()))
                .succeeded()
                .text()
                .replace('\'', '"');
        if (!ARRAY.matcher(array).matches()) {
            throw new AssertionError("old nodes cannot read: " + array);
        }
        return array;
    }

    /** Has the agent gone without a goodbye. */
    void kill() {
        agent.descendants().forEach(ProcessHandle::destroyForcibly);
        agent.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
