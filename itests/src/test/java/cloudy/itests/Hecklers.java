// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Members of a community whose names and tags would hurt a page that took them for markup: Serf's agents, all on one host. */
final class Hecklers implements Closeable {

    static final int AGENTS = 8;
    /** The 512 bytes of a member's tags hold so many, packed. */
    static final int EACH = 30;
    /** As the first of all those records, for which a name is too long. */
    static final String ENDLESS = "endless ".repeat(1_250);

    private static final String[] WORDS = {
        "<img_src=x_onerror=window.hurt=1>",
        "<script>window.hurt=1</script>",
        "<svg_onload=window.hurt=1>",
        "</bdi></li></ul><h1>broken</h1>",
        "\u202Egnorw_yaw\u2067\u2066",
        "long".repeat(200),
    };

    private final List<Process> agents = new ArrayList<>();

    /** Starts them; each joins as soon as the node lets it. */
    static Hecklers on(Host host, Path folder, String through) throws IOException {
        var hecklers = new Hecklers();
        for (int agent = 0; agent < AGENTS; agent++) {
            String address = "10.77.0." + (200 + agent);
            host.run("ip", "addr", "add", address + "/24", "dev", "eth0").succeeded();
            Path config = folder.resolve("heckler" + agent + ".json");
            // On a command line, what is in a tag would be cut at its first "=".
            Files.writeString(
                    config,
                    """
                    {"node_name": "%s", "bind": "%s:5000", "rpc_addr": "127.0.0.1:%d", "profile": "wan",
                     "protocol": 4, "retry_join": ["%s"], "retry_interval": "1s", "tags": {"services": "%s"}}
                    """
                            .formatted(
                                    "m" + agent + "m <img src=x onerror=window.hurt=1>",
                                    address,
                                    7400 + agent,
                                    through,
                                    tag(folder, agent)));
            hecklers.agents.add(host.start(
                    folder.resolve("heckler" + agent + ".log").toFile(), "serf", "agent", "-config-file=" + config));
        }
        return hecklers;
    }

    /** What is announced: a number that nothing else has, and something that hurts. */
    static String words(int number) {
        return "s" + number + "s" + WORDS[number / EACH % WORDS.length];
    }

    private static String tag(Path folder, int agent) throws IOException {
        var records = new StringBuilder("[");
        for (int number = 0; number < EACH; number++) {
            String said = words(agent * EACH + number);
            records.append(number == 0 ? "" : ",")
                    .append("{\"s\":\"http\",\"d\":\"%s\",\"m\":\"%s\",\"i\":\"\",\"p\":\"%d\",\"e\":\"\",\"t\":\"\"}"
                            .formatted(said, "<b>host" + agent, 8000 + number));
        }
        records.append(",{\"s\":\"http\",\"d\":\"").append(ENDLESS).append("\",\"p\":\"9999\"}]\n");
        Path file = Files.write(
                folder.resolve("records" + agent), records.toString().getBytes(UTF_8));
        Command.run(List.of("bzip2", "--keep", "--force", file.toString())).succeeded();
        byte[] packed = Files.readAllBytes(folder.resolve("records" + agent + ".bz2"));
        return Base64.getEncoder().encodeToString(packed);
    }

    @Override
    public void close() {
        for (Process agent : agents) {
            agent.descendants().forEach(ProcessHandle::destroyForcibly);
            agent.destroyForcibly();
        }
    }
}
