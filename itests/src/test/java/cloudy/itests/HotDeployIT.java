// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** What happens inside the archive's own JVM when a bundle is dropped into {@code deploy/}, as its other bundles see it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HotDeployIT {

    private static final int PATIENCE_MILLIS = 120_000;
    private static final int PATIENCE_SECONDS = 60;

    /** Injected only once every boot feature has started. */
    @Inject
    private BootFinished bootFinished;

    @Inject
    private ServiceDirectory directory;

    @Inject
    private LocalServices services;

    @Inject
    private SessionFactory shell;

    @Configuration
    public Option[] archive() {
        var folder = Project.target().resolve("exam");
        // Kept until the next time, for its log.
        cloudy.itests.Command.run(List.of("rm", "-rf", folder.toString())).succeeded();
        return options(
                karafDistributionConfiguration()
                        .frameworkUrl(Project.archive().toUri().toString())
                        .name("Cloudy")
                        .karafVersion("4.4.10")
                        .unpackDirectory(folder.toFile())
                        .useDeployFolder(false), // deploy/ belongs to the tests
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                keepRuntimeFolder(),
                systemTimeout(PATIENCE_MILLIS),
                vmOption("--add-opens=java.base/java.lang=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.net=ALL-UNNAMED"),
                vmOption("-Dcloudy.ssh.port=0"),
                // Pax Exam's own bundles are where Maven has put them; that needs no network.
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        Project.localRepository().toString()),
                // This JVM is not on a host of its own, so it talks to itself only.
                editConfigurationFilePut("etc/cloudy.mdns.cfg", "interfaces", "lo"),
                editConfigurationFilePut("etc/custom.properties", "karaf.pid.file", "${karaf.data}/exam.pid"));
    }

    @Test
    public void aDroppedBundleIsAnnouncedAndWithdrawnWhenItGoes() throws Exception {
        assertNotNull(bootFinished);
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        try (var socket = new ServerSocket(0);
                var watch = directory.watch(Query.all().ofType("etherpad"), changes::addAll)) {
            assertNotNull(watch);
            DropIn pads = DropIn.of("etherpad", "Shared pads", socket.getLocalPort());

            Path jar = drop(pads);
            Announcement appeared = next(changes, Change.Kind.APPEARED);
            assertEquals("Shared pads", appeared.description());
            assertEquals(socket.getLocalPort(), appeared.port());
            assertEquals(Trust.OWN, appeared.trust());
            assertEquals(Optional.of(Duration.ZERO), appeared.distance());

            LocalService local = services.all().stream()
                    .filter(service -> service.bundle().equals(pads.name()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(LocalService.Run.UP, local.run());
            assertEquals("etherpad", local.offers().get(0).offer().type());

            drop(pads.updated("1.1.0", "Pads for all"));
            Announcement updated = nextLiving(changes);
            assertEquals("Pads for all", updated.description());
            assertEquals(appeared.id(), updated.id());
            assertEquals(1, directory.search(Query.all().ofType("etherpad")).size());

            Files.delete(jar);
            assertEquals("Pads for all", next(changes, Change.Kind.GONE).description());
            assertTrue(services.all().stream()
                    .noneMatch(service -> service.bundle().equals(pads.name())));
        }
    }

    @Test
    public void everyCommandHasADescriptionAndCompletesItsOptions() {
        List<Command> commands = shell.getRegistry().getCommands().stream()
                .filter(command -> command.getScope().equals("cloudy"))
                .toList();
        assertTrue(commands.toString(), commands.size() >= 5);
        try (var printed = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                Session session = shell.create(InputStream.nullInputStream(), printed, printed)) {
            for (Command command : commands) {
                assertFalse(command.getName(), command.getDescription().isBlank());
                List<String> candidates = new ArrayList<>();
                command.getCompleter(true)
                        .complete(session, new Typed("cloudy:" + command.getName(), "--"), candidates);
                assertTrue(command.getName() + " " + candidates, candidates.contains("--help"));
            }
        }
    }

    /** A command and the beginning of its first word, the cursor being behind that. */
    private record Typed(String command, String begun) implements CommandLine {

        @Override
        public int getCursorArgumentIndex() {
            return 1;
        }

        @Override
        public String getCursorArgument() {
            return begun;
        }

        @Override
        public int getArgumentPosition() {
            return begun.length();
        }

        @Override
        public String[] getArguments() {
            return new String[] {command, begun};
        }

        @Override
        public int getBufferPosition() {
            return getBuffer().length();
        }

        @Override
        public String getBuffer() {
            return command + ' ' + begun;
        }
    }

    private static Announcement next(BlockingQueue<Change> changes, Change.Kind kind) throws InterruptedException {
        Change change = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull("no change of kind " + kind, change);
        assertEquals(change.toString(), kind, change.kind());
        return change.announcement().orElseThrow();
    }

    /** Passes over the moment without a bundle, which a watcher may or may not be told of. */
    private static Announcement nextLiving(BlockingQueue<Change> changes) throws InterruptedException {
        Change change = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (change != null && change.kind() == Change.Kind.GONE) {
            change = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertNotNull("no update", change);
        return change.announcement().orElseThrow();
    }

    private static Path drop(DropIn bundle) throws IOException {
        Path base = Path.of(System.getProperty("karaf.base"));
        Path beside = bundle.writeTo(base.resolve("data/dropping.jar"));
        return Files.move(
                beside,
                base.resolve(bundle.place()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
