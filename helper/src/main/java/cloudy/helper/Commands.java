// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs other programs to their end: argument arrays, absolute paths, nothing inherited. */
class Commands {

    private static final int MOST_LINES = 200;

    /** Takes lines; what it throws ends the reading. */
    interface Lines {

        void line(String line) throws IOException;
    }

    /** How a program ended, and what it said. */
    record Ended(int status, List<String> lines) {

        Ended succeeded() throws IOException {
            if (status != 0) {
                throw new IOException(lines.isEmpty() ? "status " + status : String.join(" ", lines));
            }
            return this;
        }
    }

    /** Runs one; of what it says the first lines are kept. */
    Ended run(List<String> command) throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        int status = run(command, line -> {
            if (said.size() < MOST_LINES) {
                said.add(line);
            }
        });
        return new Ended(status, List.copyOf(said));
    }

    /** Runs one, and hands over what it says as it says it; it goes on when nobody takes that any more. */
    int run(List<String> command, Lines lines) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LANG", "C.UTF-8");
        Process process = builder.start();
        boolean listened = true;
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (listened) {
                    listened = told(lines, line);
                }
            }
        }
        return process.waitFor();
    }

    /** An installation is not broken off because the node ends meanwhile. */
    private static boolean told(Lines lines, String line) {
        try {
            lines.line(line);
            return true;
        } catch (IOException nobodyListens) {
            return false;
        }
    }
}
