// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The disk image starts PCs of both kinds, which a program plays; so a minute is ten. */
@Tag("slow")
class ImageIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    /** The firmware that Debian's package ovmf brings. */
    private static final String UEFI = "/usr/share/OVMF/OVMF_CODE_4M.fd";

    private static final Duration LONG = Duration.ofMinutes(15);
    private static final String PAGE = "https://127.0.0.1:7443/";

    private static Path image;

    private Host desk;
    private Path disk;
    private Path serial;
    private Process pc;

    @BeforeAll
    static void make() throws IOException {
        Image.needs("qemu-system-x86_64", "xorriso", "mcopy", "partx", "debugfs");
        image = Image.make(rig.folder().resolve("image"), "disk").resolve("cloudy.iso");
        Image.measured("cloudy.iso", image);
    }

    @Test
    void takesTheAnswersAndTheWholeDisk() throws IOException {
        written("answered");
        Path key = rig.folder().resolve("key");
        Command.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()))
                .succeeded();
        Path answers = rig.folder().resolve("answers.yaml");
        Files.writeString(
                answers,
                "name: roof\r\nadmin-password: \"correct horse battery\"\r\nservices: [serf, guifi]\r\nssh-key: "
                        + Files.readString(Path.of(key + ".pub")).strip() + "\r\n");
        onBoot("mcopy", answers.toString(), "::answers.yaml");

        begins(List.of());
        until("the answers have been taken", () -> onBoot("mdir", "-b", "::").contains("answers-taken.yaml"));
        assertThat(onBoot("mdir", "-b", "::")).doesNotContain("answers.yaml", "setup-code.txt", "answers-said.txt");
        assertThat(onBoot("mtype", "::answers-taken.yaml"))
                .contains("name: roof")
                .doesNotContain("horse");
        // Nor is it left on the disk, where the file was.
        assertThat(Command.run(List.of("grep", "-c", "correct horse", disk.toString()))
                        .text())
                .isEqualTo("0\n");
        String login = "systemctl is-system-running --wait; hostname; cloudy user list; passwd --status root;"
                + " cloudy service list; df --output=size -m /";
        String said = desk.run(
                        "ssh",
                        "-p",
                        "2222",
                        "-i",
                        key.toString(),
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "root@127.0.0.1",
                        login)
                .text();
        assertThat(said).contains("running\n", "\nroof\n", "admin", "root L ", "guifi");
        assertThat(Integer.parseInt(said.strip().replaceFirst("(?s).*\\s", ""))).isGreaterThan(3500);
        pc.destroyForcibly();
    }

    @Test
    void startsByUefiAndTellsItsCode() throws IOException {
        written("told");
        begins(List.of("-drive", "if=pflash,format=raw,readonly=on,file=" + UEFI));
        until("the console tells all", () -> serial().matches("(?s).*Fingerprint: .*Set-up code: .*"));
        until("so does the partition", () -> onBoot("mtype", "::setup-code.txt").contains(":7443/"));
        String code = serial().replaceFirst("(?s).*Set-up code: +(\\S+).*", "$1");
        assertThat(onBoot("mtype", "::setup-code.txt")).contains(code, "Fingerprint:", ":7443/");
        assertThat(serial()).containsPattern("cloudy-[0-9a-f]{4} login:").contains("Fingerprint:");
        pc.destroyForcibly();
    }

    /** What Cloudy adds to the way from the power button to the prompt. */
    @Test
    void theSameDebianWithoutCloudyIsMeasured() throws IOException {
        written("plain");
        Path kernel = fromRoot("vmlinuz");
        Path initrd = fromRoot("initrd.img");
        long begun = start(List.of(
                "-kernel",
                kernel.toString(),
                "-initrd",
                initrd.toString(),
                "-append",
                "root=/dev/vda2 ro console=ttyS0,115200 systemd.mask=cloudy.service"));
        until("somebody can log in", () -> serial().contains(" login:"));
        said("the same without Cloudy: kernel -> prompt", begun);
        pc.destroyForcibly();
    }

    private void begins(List<String> more) throws IOException {
        long begun = start(more);
        until("the page answers", () -> desk.run("curl", "-sk", "--max-time", "20", PAGE + "readyz")
                .text()
                .contains("\"pass\""));
        said("power button -> its page answers", begun);
    }

    private static void said(String what, long begun) {
        System.out.printf("measured: emulated PC, %s: %.0f s%n", what, (System.nanoTime() - begun) / 1e9);
    }

    /** The image on a larger disk. */
    private void written(String name) throws IOException {
        desk = rig.lonely(name);
        disk = rig.folder().resolve(name + ".disk");
        serial = rig.folder().resolve(name + ".log");
        Files.writeString(serial, "");
        Command.run(List.of("cp", "--sparse=always", image.toString(), disk.toString()))
                .succeeded();
        Command.run(List.of("truncate", "-s", "4G", disk.toString())).succeeded();
    }

    private long start(List<String> more) throws IOException {
        var line = new ArrayList<>(List.of(
                "qemu-system-x86_64",
                "-m",
                "1024",
                "-smp",
                "2",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "file:" + serial,
                "-drive",
                "if=virtio,format=raw,cache=writeback,file=" + disk,
                "-netdev",
                "user,id=lan,hostfwd=tcp:127.0.0.1:7443-:7443,hostfwd=tcp:127.0.0.1:2222-:22",
                "-device",
                "virtio-net-pci,netdev=lan"));
        line.addAll(more);
        pc = desk.start(rig.folder().resolve(serial.getFileName() + ".said").toFile(), line.toArray(String[]::new));
        return System.nanoTime();
    }

    private void until(String what, Callable<Boolean> seen) {
        Awaitility.await(what).atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> {
            assertThat(pc.isAlive()).as("the PC is on").isTrue();
            return seen.call();
        });
    }

    private String serial() throws IOException {
        return new String(Files.readAllBytes(serial), StandardCharsets.ISO_8859_1);
    }

    /** A command of mtools on the partition that any computer reads. */
    private String onBoot(String program, String... words) {
        var line = new ArrayList<>(List.of(program, "-i", disk + "@@" + start(1)));
        line.addAll(List.of(words));
        return Command.run(line).text();
    }

    private Path fromRoot(String link) {
        Path file = rig.folder().resolve(link);
        String place = disk + "?offset=" + start(2);
        String target = Command.run(List.of("debugfs", "-R", "stat /" + link, place))
                .text()
                .replaceFirst("(?s).*Fast link dest: \"([^\"]+)\".*", "$1");
        Command.run(List.of("debugfs", "-R", "dump /" + target + " " + file, place))
                .succeeded();
        return file;
    }

    private long start(int partition) {
        return 512
                * Long.parseLong(
                        Command.run(List.of("partx", "-g", "-o", "START", "-n", "" + partition, disk.toString()))
                                .succeeded()
                                .text()
                                .strip());
    }
}
