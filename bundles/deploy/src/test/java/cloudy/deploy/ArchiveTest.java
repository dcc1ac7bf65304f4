// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    private static byte[] bomb;

    @TempDir
    Path folder;

    private Path file;

    @org.junit.jupiter.api.BeforeEach
    void name() {
        file = folder.resolve("a.jar");
    }

    @Test
    void readsTheManifestOfAWholeJar() throws Exception {
        Files.write(file, Jar.bundle("org.example.a", "1.0.0").entry("x", "y").bytes());

        var archive = Archive.check(file);

        assertThat(archive.manifest().getValue("Bundle-SymbolicName")).isEqualTo("org.example.a");
        try (var in = Files.newInputStream(file)) {
            assertThat(archive.sha256()).isEqualTo(Sha256.of(in)).hasSize(64);
        }
    }

    @Test
    void refusesWhatIsNoZip() throws Exception {
        Files.writeString(file, "hello, this is no jar");

        assertThat(refusal()).hasMessage("is not a jar (zip) file");
        assertThat(refusal().perhapsUnfinished()).isFalse();
    }

    @Test
    void takesAnEmptyFileForOneThatIsBeingCopied() throws Exception {
        Files.createFile(file);

        assertThat(refusal().perhapsUnfinished()).isTrue();
    }

    @Test
    void takesRoomThatWasReservedForAFileThatIsBeingCopied() throws Exception {
        Files.write(file, new byte[1000]);

        assertThat(refusal().perhapsUnfinished()).isTrue();
    }

    @Test
    void findsEveryTruncationUnfinished() throws Exception {
        byte[] whole = Jar.bundle("org.example.a", "1.0.0").bytes();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(refusal().perhapsUnfinished()).as("cut at " + length).isTrue();
        }
    }

    @Test
    void findsADamagedEntry() throws Exception {
        byte[] jar = stored("x", new byte[1000]);
        jar[500] ^= 1;
        Files.write(file, jar);

        assertThat(refusal()).hasMessageContaining("is damaged or incomplete: entry x");
    }

    @Test
    void survivesAnyDamage() throws Exception {
        byte[] whole =
                Jar.bundle("org.example.a", "1.0.0").entry("x", "y".repeat(500)).bytes();
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try {
                Archive.check(file);
            } catch (Refusal expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "..", "C:/x", "a\\..\\x", "\\x", "a/.."})
    void refusesAnEntryThatLeadsOutOfTheJar(String name) throws Exception {
        Files.write(file, stored(name, new byte[1]));

        assertThat(refusal()).hasMessage("has an entry that leads out of the jar: " + name);
    }

    @Test
    void takesDotsThatLeadNowhere() throws Exception {
        Files.write(
                file,
                Jar.bundle("org.example.a", "1.0.0")
                        .entry("a/..b/c..", "")
                        .entry("...", "")
                        .bytes());

        assertThat(Archive.check(file)).isNotNull();
    }

    @Test
    void refusesTwoEntriesOfOneName() throws Exception {
        byte[] jar = Jar.bundle("org.example.a", "1.0.0")
                .entry("twin1", "a")
                .entry("twin2", "b")
                .bytes();
        Files.write(file, replaced(jar, "twin2", "twin1"));

        assertThat(refusal()).hasMessage("has two entries named twin1");
    }

    @Test
    void refusesMoreEntriesThanTenThousand() throws Exception {
        var jar = Jar.bundle("org.example.a", "1.0.0");
        for (int i = 0; i < Archive.MAX_ENTRIES; i++) {
            jar.entry("e" + i, new byte[0]);
        }
        Files.write(file, jar.bytes());

        assertThat(refusal()).hasMessage("has more than 10000 entries");
    }

    @Test
    void refusesAFileOfMoreThan64MiBWithoutReadingIt() throws Exception {
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(Archive.MAX_FILE + 1);
        }

        assertThat(refusal()).hasMessage("is larger than 64 MiB");
    }

    @Test
    void refusesABombThatSaysWhatItIs() throws Exception {
        Files.write(file, bomb());

        assertThat(refusal()).hasMessage("unpacks to more than 256 MiB");
    }

    @Test
    void refusesABombThatLiesAboutItsSize() throws Exception {
        byte[] jar = bomb();
        var table = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < jar.length - 46; i++) {
            if (table.getInt(i) == 0x02014b50) {
                table.putInt(i + 24, 10);
            }
        }
        Files.write(file, jar);

        assertThat(refusal()).isNotNull();
    }

    @Test
    void refusesATableThatAsksForAllTheMemory() throws Exception {
        byte[] jar = Jar.bundle("org.example.a", "1.0.0").bytes();
        var padded = new byte[Archive.MAX_TABLE + 1 + jar.length];
        System.arraycopy(jar, 0, padded, Archive.MAX_TABLE + 1, jar.length);
        var end = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(padded.length - 22 + 12, Archive.MAX_TABLE + 1);
        end.putInt(padded.length - 22 + 16, 0);
        Files.write(file, padded);

        assertThat(refusal()).hasMessageStartingWith("has a table of contents of more than");
    }

    @Test
    void refusesEntriesThatShareTheirBytes() throws Exception {
        byte[] jar = stored("x", new byte[10_000], "y", new byte[10]);
        var table = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < jar.length - 46; i++) {
            if (table.getInt(i) == 0x02014b50) {
                // Both say that they are the first, large one.
                table.putInt(i + 16, (int) sum(new byte[10_000]));
                table.putInt(i + 20, 10_000);
                table.putInt(i + 24, 10_000);
                table.putInt(i + 42, 0);
            }
        }
        Files.write(file, jar);

        assertThat(refusal()).hasMessage("has entries that overlap");
    }

    @Test
    void refusesAJarWithoutManifest() throws Exception {
        Files.write(file, stored("x", new byte[1]));

        assertThat(refusal()).hasMessage("is not a bundle: it has no META-INF/MANIFEST.MF");
    }

    @Test
    void refusesAManifestThatCannotBeRead() throws Exception {
        Files.write(file, stored("META-INF/MANIFEST.MF", "no colon here\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(refusal()).hasMessageStartingWith("is not a bundle: its manifest cannot be read");
    }

    @Test
    void refusesAnEndlessManifest() throws Exception {
        Files.write(file, stored("META-INF/MANIFEST.MF", new byte[Archive.MAX_MANIFEST + 1]));

        assertThat(refusal()).hasMessage("has a manifest of more than 1048576 bytes");
    }

    @Test
    void refusesASecondEndHiddenInTheComment() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("x"));
            zip.closeEntry();
            zip.setComment("PK\5\6" + "-".repeat(30));
        }
        Files.write(file, bytes.toByteArray());

        assertThat(refusal()).isNotNull();
    }

    private Refusal refusal() {
        return catchThrowableOfType(Refusal.class, () -> Archive.check(file));
    }

    private static synchronized byte[] bomb() throws Exception {
        if (bomb != null) {
            return bomb.clone();
        }
        var bytes = new ByteArrayOutputStream();
        var zeros = new byte[1 << 20];
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < 257; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        bomb = bytes.toByteArray();
        return bomb.clone();
    }

    private static byte[] stored(Object... namesAndContents) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] content = (byte[]) namesAndContents[i + 1];
                var entry = new ZipEntry((String) namesAndContents[i]);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(sum(content));
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static long sum(byte[] content) {
        var sum = new CRC32();
        sum.update(content);
        return sum.getValue();
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
