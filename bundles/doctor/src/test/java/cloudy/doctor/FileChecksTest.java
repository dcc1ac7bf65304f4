// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import static cloudy.doctor.KernelChecksTest.is;

import cloudy.api.doctor.Finding.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults put into a node's folders. */
class FileChecksTest {

    private static final long MB = 1024 * 1024;

    @TempDir
    Path base;

    private Path etc;
    private Path data;

    @BeforeEach
    void unpack() throws IOException {
        etc = Files.createDirectories(base.resolve("etc"));
        data = Files.createDirectories(base.resolve("data"));
        for (String folder : List.of("deploy", "data/node", "data/log")) {
            Files.createDirectories(base.resolve(folder));
        }
        for (String folder : List.of("", "etc", "deploy", "data", "data/log")) {
            mode(folder, "rwxr-xr-x");
        }
        mode("data/node", "rwx------");
        put("etc/cloudy.node.cfg", "name = roof\n", "rw-r--r--");
        put("data/node/key", "secret", "rw-r--r--");
    }

    private void put(String file, String text, String mode) throws IOException {
        Files.writeString(base.resolve(file), text);
        mode(file, mode);
    }

    private void mode(String file, String mode) throws IOException {
        Files.setPosixFilePermissions(base.resolve(file), PosixFilePermissions.fromString(mode));
    }

    private RightsCheck rights() {
        return new RightsCheck(base, etc, data);
    }

    @Test
    void findsFoldersAndJarsThatOthersCanChange() throws Exception {
        is(Grade.FINE, rights());
        for (String folder : List.of("", "etc", "deploy", "data")) {
            mode(folder, "rwxrwxr-x");
            is(Grade.FAULT, rights());
            mode(folder, "rwxr-xr-x");
        }
        put("deploy/pads.jar", "x", "rw-rw-rw-");
        is(Grade.FAULT, rights());
    }

    @Test
    void findsKeysAndSecretsThatOthersCanRead() throws Exception {
        put("etc/cloudy.notices.cfg", "mailTo = a@b.org\n.smtpPassword = x\n", "rw-r--r--");
        is(Grade.FAULT, rights());
        mode("etc/cloudy.notices.cfg", "rw-------");
        is(Grade.FINE, rights());
        mode("data/node", "rwxr-xr-x");
        is(Grade.FAULT, rights());
        mode("data/node/key", "rw-------");
        is(Grade.FINE, rights());
    }

    @Test
    void findsTheDiskFilling() throws Exception {
        is(Grade.FINE, new DiskSpaceCheck(() -> new DiskSpaceCheck.Space(1_000_000 * MB, 50_000 * MB)));
        is(Grade.WARNING, new DiskSpaceCheck(() -> new DiskSpaceCheck.Space(20_000 * MB, 1_900 * MB)));
        is(Grade.WARNING, new DiskSpaceCheck(() -> new DiskSpaceCheck.Space(400 * MB, 199 * MB)));
        is(Grade.FAULT, new DiskSpaceCheck(() -> new DiskSpaceCheck.Space(400 * MB, 19 * MB)));
    }

    @Test
    void findsADiskThatTakesNothing() throws Exception {
        is(Grade.FINE, new DiskWritableCheck(data));
        Files.writeString(base.resolve("file"), "");
        is(Grade.FAULT, new DiskWritableCheck(base.resolve("file")));
        is(Grade.FINE, new TempFolderCheck(data));
        is(Grade.FAULT, new TempFolderCheck(base.resolve("nowhere")));
    }

    @Test
    void findsFoldersThatHaveGrown() throws Exception {
        put("data/log/cloudy.log", "x".repeat(2_000), "rw-------");
        is(Grade.FINE, new DataSizeCheck(data, Map.of("log", 2_000L, "cache", 1L)));
        is(Grade.WARNING, new DataSizeCheck(data, Map.of("log", 1_999L)));
    }

    @Test
    void findsAClockThatIsWrong() throws Exception {
        Instant now = Instant.parse("2027-03-01T00:00:00Z");
        for (String file : List.of("etc/cloudy.node.cfg", "data/node", "data/log")) {
            Files.setLastModifiedTime(base.resolve(file), FileTime.from(now));
        }
        is(Grade.FINE, new ClockCheck(Clock.fixed(now.minusSeconds(60), ZoneOffset.UTC), List.of(etc, data)));
        is(Grade.WARNING, new ClockCheck(Clock.fixed(now.minusSeconds(3600), ZoneOffset.UTC), List.of(etc, data)));
        is(Grade.FAULT, new ClockCheck(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), List.of(etc, data)));
        is(
                Grade.FAULT,
                new ClockCheck(Clock.fixed(Instant.parse("2120-01-01T00:00:00Z"), ZoneOffset.UTC), List.of(etc, data)));
    }
}
