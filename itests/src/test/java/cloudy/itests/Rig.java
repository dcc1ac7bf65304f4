// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The hosts and nodes of one test class. It takes everything away at the end, keeps the logs when a test fails, and
 * skips the class where the machine does not let it make hosts.
 */
final class Rig
        implements ExecutionCondition,
                BeforeAllCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    private final List<CloudyNode> nodes = new ArrayList<>();
    private final List<Closeable> open = new ArrayList<>();
    private Path folder;

    /** A new network. */
    Lan lan() throws IOException {
        return closing(new Lan());
    }

    /** A new network in which each host has a link of its own. */
    Subnets subnets() throws IOException {
        return closing(new Subnets());
    }

    /** A host that is connected to nothing. */
    Host lonely(String name) throws IOException {
        return closing(Host.alone(name, "127.0.0.1"));
    }

    /** A node on a host, unpacked and not yet started. */
    CloudyNode node(Host host) throws IOException {
        return node(host, host.name());
    }

    /** A node in a folder with a name of the test's choice. */
    CloudyNode node(Host host, String folderName) throws IOException {
        var node = CloudyNode.unpack(host, folder.resolve(folderName));
        nodes.add(node);
        return closing(node);
    }

    /** A node on a disk that is mounted on its host alone. */
    CloudyNode nodeOnDisk(Host host, Path inside) throws IOException {
        var node = CloudyNode.unpackOnDisk(host, inside);
        nodes.add(node);
        return closing(node);
    }

    /** Has something closed at the end, before what was opened earlier. */
    <T extends Closeable> T closing(T thing) {
        open.add(0, thing);
        return thing;
    }

    /** A folder for the class's own files; gone at the end. */
    Path folder() {
        return folder;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Command tried = Command.run(List.of("unshare", "--net", "--mount", "--uts", "--pid", "--fork", "true"));
        return tried.exit() == 0
                ? ConditionEvaluationResult.enabled("namespaces can be made")
                : ConditionEvaluationResult.disabled(
                        "making network namespaces needs root: " + tried.text().strip());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        // In the machine's own folder for such things: the nodes run as a user who may not enter the tree's.
        folder = Files.createTempDirectory("cloudy-itests-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        keepLogs(context, failure);
        throw failure;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        keepLogs(context, failure);
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        keepLogs(context, failure);
        throw failure;
    }

    private void keepLogs(ExtensionContext context, Throwable failure) {
        Path kept = Project.target()
                .resolve("failed")
                .resolve(context.getRequiredTestClass().getSimpleName())
                .resolve(context.getTestMethod().map(method -> method.getName()).orElse("before"));
        try {
            Files.createDirectories(kept);
            for (CloudyNode node : nodes) {
                node.copyLogsTo(kept);
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path log :
                        files.filter(file -> file.toString().endsWith(".log")).toList()) {
                    CloudyNode.copy(log, kept.resolve(log.getFileName()));
                }
            }
            System.out.println("logs of the nodes: " + Project.shown(kept));
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        for (Closeable thing : open) {
            thing.close();
        }
        Command.run(List.of("rm", "-rf", folder.toString())).succeeded();
    }
}
