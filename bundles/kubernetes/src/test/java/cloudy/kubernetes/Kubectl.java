// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The real {@code kubectl}, where there is one; else the test is skipped. */
record Kubectl(Path program, Path kubeconfig) {

    static Kubectl found(Path kubeconfig) {
        Optional<Path> program = RealServer.onPath("kubectl");
        Assumptions.assumeTrue(program.isPresent(), "kubectl is not on the PATH");
        return new Kubectl(program.get(), kubeconfig);
    }

    /** Runs it to its end, and gives what it said. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString(), "--request-timeout=20s"));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        // Its cache goes there, too.
        builder.environment().put("HOME", kubeconfig.getParent().toString());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        Process process = builder.start();
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as("%s: %s", line, said).isZero();
            return said;
        }
    }
}
