// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults put into a kernel's files. */
class KernelChecksTest {

    @TempDir
    Path root;

    private void kernel(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    static void is(Grade grade, Check check) throws Exception {
        Finding finding = check.look();
        assertThat(finding.grade()).as(finding.text().in(List.of())).isEqualTo(grade);
        assertThat(check.id()).matches("[a-z0-9-]{1,48}");
        assertThat(check.title().byLanguage()).containsKeys("ca", "es", "en");
        if (grade == Grade.WARNING || grade == Grade.FAULT) {
            assertThat(finding.text().byLanguage()).containsOnlyKeys("ca", "es", "en");
            assertThat(finding.advice().byLanguage()).containsOnlyKeys("ca", "es", "en");
            assertThat(finding.advice().in(List.of())).isNotBlank();
        }
    }

    @Test
    void findsMemoryShort() throws Exception {
        is(Grade.SKIPPED, new MemoryCheck(root));
        kernel("proc/meminfo", "MemTotal:  1000000 kB\nMemFree: 1 kB\nMemAvailable:  500000 kB\n");
        is(Grade.FINE, new MemoryCheck(root));
        kernel("proc/meminfo", "MemTotal:  1000000 kB\nMemFree: 1 kB\nMemAvailable:  40000 kB\n");
        is(Grade.WARNING, new MemoryCheck(root));
        kernel("proc/meminfo", "MemTotal:  100000 kB\nMemFree: 1 kB\nMemAvailable:  20000 kB\n");
        is(Grade.WARNING, new MemoryCheck(root));
    }

    @Test
    void findsProgramsThatWaitForMemory() throws Exception {
        is(Grade.SKIPPED, new SwapCheck(root));
        kernel(
                "proc/pressure/memory",
                "some avg10=1.00 avg60=2.00 avg300=90.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=2.00 total=1\n");
        is(Grade.FINE, new SwapCheck(root));
        kernel(
                "proc/pressure/memory",
                "some avg10=1.00 avg60=2.00 avg300=90.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=22.00 total=1\n");
        is(Grade.WARNING, new SwapCheck(root));
    }

    @Test
    void findsTheProcessorBusy() throws Exception {
        is(Grade.SKIPPED, new LoadCheck(root, 2));
        kernel("proc/loadavg", "20.00 12.00 7.99 1/300 4711\n");
        is(Grade.FINE, new LoadCheck(root, 2));
        kernel("proc/loadavg", "1.00 1.00 8.10 1/300 4711\n");
        is(Grade.WARNING, new LoadCheck(root, 2));
    }

    @Test
    void findsFewFileHandles() throws Exception {
        is(Grade.SKIPPED, new FileHandlesCheck(root));
        kernel("proc/self/fd/1", "");
        kernel(
                "proc/self/limits",
                "Limit  Soft Limit\nMax open files            4096                 4096                 files\n");
        is(Grade.FINE, new FileHandlesCheck(root));
        kernel("proc/self/limits", "Max open files            256                 4096                 files\n");
        is(Grade.WARNING, new FileHandlesCheck(root));
    }

    @Test
    void findsTheBoardHot() throws Exception {
        is(Grade.SKIPPED, new TemperatureCheck(root));
        kernel("sys/class/thermal/thermal_zone0/temp", "45000\n");
        kernel("sys/class/thermal/thermal_zone1/temp", "999000\n");
        is(Grade.FINE, new TemperatureCheck(root));
        kernel("sys/class/thermal/thermal_zone2/temp", "83100\n");
        is(Grade.WARNING, new TemperatureCheck(root));
    }

    @Test
    void findsTheNodeRunByRoot() throws Exception {
        is(Grade.SKIPPED, new UserCheck(root));
        kernel("proc/self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
        is(Grade.FINE, new UserCheck(root));
        kernel("proc/self/status", "Name:\tjava\nUid:\t0\t0\t0\t0\n");
        is(Grade.WARNING, new UserCheck(root));
    }

    @Test
    void tellsWhetherThereIsAWayOut() throws Exception {
        is(Grade.SKIPPED, new RouteCheck(root));
        kernel(
                "proc/net/route",
                "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\neth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\n");
        is(Grade.FINE, new RouteCheck(root));
        kernel("proc/net/route", "");
        kernel("proc/net/ipv6_route", "0".repeat(32) + " 00 " + "0".repeat(32) + " 00 fe80 00000400 1 0 3 eth0\n");
        is(Grade.FINE, new RouteCheck(root));
    }

    @Test
    void findsANameServerThatDoesNotAnswer() throws Exception {
        is(Grade.SKIPPED, new DnsCheck(root, 53));
        kernel("etc/resolv.conf", "# local\nnameserver 127.0.0.1\nnameserver nonsense\n");
        int port;
        try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            var thread = new Thread(() -> {
                try {
                    var packet = new DatagramPacket(new byte[512], 512);
                    server.receive(packet);
                    server.send(packet);
                } catch (IOException e) {
                    // The test has ended.
                }
            });
            thread.start();
            is(Grade.FINE, new DnsCheck(root, port));
            thread.join(5_000);
        }
        is(Grade.WARNING, new DnsCheck(root, port));
        kernel("etc/resolv.conf", "nameserver 192.0.2.1\n");
        is(Grade.SKIPPED, new DnsCheck(root, 53));
    }

    @Test
    void findsANameThatTheHostDoesNotKnowOrLearnsSlowly() throws Exception {
        var nanos = new AtomicLong();
        InetAddress self = InetAddress.getLoopbackAddress();
        is(Grade.SKIPPED, new OwnNameCheck(root, name -> self, nanos::get));
        kernel("proc/sys/kernel/hostname", "roof\n");
        is(Grade.FINE, new OwnNameCheck(root, name -> self, nanos::get));
        is(
                Grade.WARNING,
                new OwnNameCheck(
                        root,
                        name -> {
                            throw new UnknownHostException(name);
                        },
                        nanos::get));
        is(
                Grade.WARNING,
                new OwnNameCheck(
                        root,
                        name -> self,
                        () -> nanos.addAndGet(Duration.ofSeconds(5).toNanos())));
    }
}
