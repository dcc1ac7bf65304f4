// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import static cloudy.doctor.KernelChecksTest.is;

import cloudy.api.Audience;
import cloudy.api.access.Caller;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the host: its interfaces, its ports, its Java. */
class HostChecksTest {

    @TempDir
    Path root;

    private final Map<String, Map<String, String>> values = new HashMap<>();
    private Run serf = Run.OFF;

    private static Link.Source links(Link... all) {
        return () -> List.of(all);
    }

    @Test
    void findsAHostWithoutAnAddress() throws Exception {
        var lo = new Link("lo", true, true, false, 1);
        is(Grade.FAULT, new InterfacesCheck(links(lo, new Link("eth0", true, false, true, 0))));
        is(Grade.FAULT, new InterfacesCheck(links(lo, new Link("eth0", false, false, true, 1))));
        is(Grade.FINE, new InterfacesCheck(links(lo, new Link("eth0", true, false, true, 1))));
    }

    @Test
    void findsInterfacesWithoutMulticast() throws Exception {
        var lo = new Link("lo", true, true, false, 1);
        is(Grade.SKIPPED, new MulticastCheck(links(lo)));
        is(Grade.WARNING, new MulticastCheck(links(lo, new Link("wg0", true, false, false, 1))));
        is(
                Grade.FINE,
                new MulticastCheck(
                        links(new Link("wg0", true, false, false, 1), new Link("eth0", true, false, true, 2))));
        is(Grade.FINE, new MulticastCheck(() -> List.of(new Link("eth0", true, false, true, 2))));
    }

    @Test
    void findsAJavaThatIsOldOrSmall() throws Exception {
        is(Grade.FINE, new JavaCheck(Runtime.Version.parse("17.0.9"), "64"));
        is(Grade.FINE, new JavaCheck(Runtime.Version.parse("21.0.1+12"), "64"));
        is(Grade.WARNING, new JavaCheck(Runtime.Version.parse("17.0.8.1"), "64"));
        is(Grade.WARNING, new JavaCheck(Runtime.Version.parse("17.0.13"), "32"));
        is(Grade.FINE, new JavaCheck());
    }

    @Test
    void findsTheNodesMemoryFull() throws Exception {
        is(Grade.FINE, new HeapCheck(() -> 40));
        is(Grade.WARNING, new HeapCheck(() -> 95));
        is(Grade.FINE, new HeapCheck());
    }

    private void table(String protocol, String... lines) throws IOException {
        Path file = root.resolve("proc/net/" + protocol);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "  sl  local_address rem_address   st\n" + String.join("\n", lines) + '\n');
    }

    private static String socket(int port, String state, int inode) {
        return "   0: 00000000:" + String.format("%04X", port) + " 00000000:0000 " + state
                + " 00000000:00000000 00:00000000 00000000     0        0 " + inode + " 1 0000 100 0 0 10 0";
    }

    private PortsCheck ports() {
        var settings = (Settings) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Settings.class}, (proxy, method, arguments) -> {
                    // The check reads and does nothing else.
                    return values.getOrDefault((String) arguments[0], Map.of());
                });
        var services = new LocalServices() {
            @Override
            public List<LocalService> all() {
                return List.of(new LocalService(
                        "cloudy.serf",
                        "cloudy.serf",
                        serf,
                        "",
                        Instant.EPOCH,
                        new LocalService.Wish(true, true, Audience.COMMUNITY),
                        List.of()));
            }

            @Override
            public long revision() {
                return 0;
            }

            @Override
            public void wish(String id, LocalService.Wish wish, Caller by) {}

            @Override
            public void check(String id) {}
        };
        return new PortsCheck(root, () -> Set.of(11L, 12L), settings, services);
    }

    @Test
    void findsAnotherProgramOnThePortsOfThePage() throws Exception {
        is(Grade.FINE, ports());
        table("tcp6", socket(7443, "0A", 100), socket(7000, "01", 101));
        is(Grade.FAULT, ports());

        Path handles = Files.createDirectories(root.resolve("proc/12/fd"));
        Files.createSymbolicLink(handles.resolve("7"), Path.of("socket:[100]"));
        is(Grade.FINE, ports());

        table("tcp6", socket(9443, "0A", 200));
        values.put("cloudy.https", Map.of("port", "9443"));
        is(Grade.FAULT, ports());
    }

    @Test
    void findsAnotherProgramOnSerfsPortOnlyWhileSerfIsWantedAndDown() throws Exception {
        table("tcp", socket(5000, "0A", 300));
        is(Grade.FINE, ports());
        serf = Run.UP;
        is(Grade.FINE, ports());
        serf = Run.DOWN;
        is(Grade.FAULT, ports());
        values.put("cloudy.serf", Map.of("bind", "0.0.0.0:5001"));
        is(Grade.FINE, ports());
    }

    @Test
    void findsAnotherProgramThatDoesNotShareTheMdnsPort() throws Exception {
        table("udp", socket(5353, "07", 400));
        is(Grade.FAULT, ports());

        table("udp", socket(5353, "07", 400), socket(5353, "07", 401));
        Path handles = Files.createDirectories(root.resolve("proc/11/fd"));
        Files.createSymbolicLink(handles.resolve("9"), Path.of("socket:[401]"));
        is(Grade.FINE, ports());
    }
}
