// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.node.HostFacts.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {

    @TempDir
    Path root;

    private HostFacts host;

    @BeforeEach
    void anEmptyHost() {
        host = new HostFacts(root, root);
    }

    @Test
    void readsWhatAHostSays() throws Exception {
        write("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n");
        write("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
        write("sys/class/dmi/id/product_name", "not asked for\n");
        write("proc/loadavg", "0.52 0.58 0.59 1/389 12345\n");
        write("proc/meminfo", "MemTotal:        3884236 kB\nMemFree:  100 kB\nMemAvailable:    3141592 kB\n");

        assertThat(host.os()).contains("Debian GNU/Linux 12 (bookworm)");
        assertThat(host.hardware()).contains("Raspberry Pi 4 Model B Rev 1.4");
        assertThat(host.load()).contains(0.52);
        assertThat(host.memory()).contains(new Space(3884236L * 1024, 3141592L * 1024));
    }

    @Test
    void aComputerWithoutADeviceTreeIsNamedByItsFirmware() throws Exception {
        write("sys/class/dmi/id/product_name", "ThinkCentre M715q\n");

        assertThat(host.hardware()).contains("ThinkCentre M715q");
    }

    @Test
    void anOsNameNeedsNoQuotes() throws Exception {
        write("usr/lib/os-release", "ID=alpine\nPRETTY_NAME=Alpine\n");

        assertThat(host.os()).contains("Alpine");
    }

    @Test
    void aHostThatSaysNothingHasNoFacts() {
        assertThat(host.os()).isEmpty();
        assertThat(host.hardware()).isEmpty();
        assertThat(host.load()).isEmpty();
        assertThat(host.memory()).isEmpty();
        assertThat(new HostFacts(root, root.resolve("gone")).disk()).isEmpty();
    }

    @Test
    void nonsenseIsNoFactAndLongTextIsCut() throws Exception {
        write("etc/os-release", "PRETTY_NAME=\"" + "x".repeat(5_000) + "\u001b[31m\"\n");
        write("proc/device-tree/model", "\0\n");
        write("proc/loadavg", "NaN 1 2\n");
        write("proc/meminfo", "MemTotal: many kB\nMemAvailable: 1 kB\n");

        assertThat(host.os().orElseThrow()).hasSize(100);
        assertThat(host.hardware()).isEmpty();
        assertThat(host.load()).isEmpty();
        assertThat(host.memory()).isEmpty();
    }

    @Test
    void theDiskIsTheOneThatHoldsTheData() {
        assertThat(host.disk().orElseThrow())
                .satisfies(disk -> assertThat(disk.freeBytes()).isBetween(0L, disk.totalBytes()));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
