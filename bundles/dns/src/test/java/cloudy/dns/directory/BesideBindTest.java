// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.heard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Protocol;
import cloudy.api.Txt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/** BIND gets the zone from us, and knows as well as we do what is in it. */
class BesideBindTest {

    private static final Name ZONE = Name.fromConstantString(Asked.ZONE);
    private static final int[] TYPES = {
        Type.A, Type.AAAA, Type.SRV, Type.TXT, Type.PTR, Type.NS, Type.SOA, Type.MX, Type.CNAME
    };

    @TempDir
    private Path folder;

    private final Neighbourhood directory = new Neighbourhood();
    private Asked asked;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(RealNamed.isInstalled(), "bind9 is not installed");
        for (int i = 1; i <= 60; i++) {
            directory.add(
                    heard("alpha-" + i, "10.1.0." + i, i % 2 == 0 ? "proxy3" : "Web", 80)
                            .description("Càmera nº " + i + ". \"; \\ $(id) ñ")
                            .distance(Optional.of(Duration.ofMillis(i)))
                            .txt(Txt.parse("path=/" + i + "&\"q\"=\\;")),
                    heard("alpha-" + i, "fd00::" + i, "video", 0).protocol(Protocol.UDP));
        }
        directory.add(heard("alpha-1", "10.9.0.1", "printer", 631), heard("wpad", "10.1.1.1"));
        asked = new Asked(directory);
    }

    @AfterEach
    void stop() {
        if (asked != null) {
            asked.close();
        }
    }

    @Test
    void aSecondaryAnswersAsWeDo() throws Exception {
        try (var named =
                new RealNamed(folder, "type secondary; primaries { 127.0.0.1 port %d; }; notify no;", port())) {
            named.awaitZone();
            var random = new Random(5);
            List<Name> all = names();
            assertThat(all).hasSizeGreaterThan(300);
            for (Name name : all) {
                for (Name question : List.of(name, disturbed(name, random), new Name(name, 1))) {
                    int type = TYPES[random.nextInt(TYPES.length)];
                    if (question.subdomain(ZONE)) {
                        assertSame(question, type, asked.ask(question, type, true), named.ask(question, type));
                    }
                }
            }

            directory.add(heard("latecomer", "10.1.2.3"));
            Awaitility.await("BIND asks again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> asked.server.zone().serial() > 0
                            && asked.ask("latecomer.node", Type.A).getRcode() == 0);
        }
    }

    @Test
    void whoeverAsksBindIsAnsweredByUs() throws Exception {
        try (var named =
                new RealNamed(folder, "type forward; forward only; forwarders { 127.0.0.1 port %d; };", port())) {
            named.awaitZone();
            Name service = Name.fromString("proxy3.service", ZONE);

            Message answer = named.ask(service, Type.SRV);
            assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
            assertThat(Asked.data(answer, Section.ANSWER))
                    .containsExactlyInAnyOrderElementsOf(asked.answers("proxy3.service", Type.SRV));
            assertThat(named.ask(Name.fromString("nobody.node", ZONE), Type.A).getRcode())
                    .isEqualTo(Rcode.NXDOMAIN);
            assertThat(named.ask(Name.fromString("node", ZONE), Type.A).getRcode())
                    .isEqualTo(Rcode.NOERROR);
            // As many as BIND takes.
            for (int i = 1; i <= 150; i++) {
                directory.add(
                        heard("beta-" + i, "10.2.0." + i, "radio", 8000),
                        heard("beta-" + i, "10.2.0." + i, "t" + i, 1));
            }
            Awaitility.await().until(() -> asked.instances("radio").size() == Zone.LISTED);
            assertThat(named.ask(Name.fromString("_radio._tcp", ZONE), Type.PTR).getSection(Section.ANSWER))
                    .hasSize(Zone.LISTED);
            assertThat(named.ask(Name.fromString("_services._dns-sd._udp", ZONE), Type.PTR)
                            .getSection(Section.ANSWER))
                    .hasSize(Zone.LISTED);
            // What comes now is there at once, unless it was asked for a moment ago.
            directory.add(heard("latecomer", "10.1.2.3"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> asked.answers("latecomer.node", Type.A)
                    .equals(List.of("10.1.2.3")));
            assertThat(Asked.data(named.ask(Name.fromString("latecomer.node", ZONE), Type.A), Section.ANSWER))
                    .containsExactly("10.1.2.3");
        }
    }

    @Test
    void theWholeZoneIsHandedOnAndNoPartOfIt() throws Exception {
        List<Record> zone = transfer();

        assertThat(zone.get(0).getType()).isEqualTo(Type.SOA);
        assertThat(zone.get(zone.size() - 1)).isEqualTo(zone.get(0));
        ZoneTransferIn part = ZoneTransferIn.newAXFR(Name.fromString("node", ZONE), asked.address, null);
        assertThatThrownBy(part::run).isInstanceOf(ZoneTransferException.class).hasMessageContaining("REFUSED");
    }

    @Test
    void digWalksFromTheDomainToTheService() throws Exception {
        String browse = dig("lb._dns-sd._udp.cloudy.internal", "PTR").get(0);
        String type = dig("_services._dns-sd._udp." + browse, "PTR").stream()
                .filter(found -> found.startsWith("_proxy3."))
                .findFirst()
                .orElseThrow();
        String instance = dig(type, "PTR").get(0);
        assertThat(instance).contains("mera").contains("\\@alpha-2._proxy3._tcp.cloudy.internal.");
        // What dig prints is what it takes.
        assertThat(dig(instance, "SRV")).containsExactly("0 0 80 alpha-2.node.cloudy.internal.");
        assertThat(dig(instance, "TXT")).containsExactly("\"path=/2\" \"\\\"q\\\"=\\\\;\"");
        assertThat(dig("alpha-2.node.cloudy.internal", "A")).containsExactly("10.1.0.2");
    }

    private List<String> dig(String name, String type) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "dig", "@127.0.0.1", "-p", Integer.toString(port()), "+short", "+time=3", name, type)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.lines().toList();
    }

    private int port() {
        return asked.address.getPort();
    }

    private List<Record> transfer() throws IOException, ZoneTransferException {
        ZoneTransferIn transfer = ZoneTransferIn.newAXFR(ZONE, asked.address, null);
        transfer.run();
        return transfer.getAXFR();
    }

    private List<Name> names() throws IOException, ZoneTransferException {
        return transfer().stream().map(Record::getName).distinct().toList();
    }

    /** The name with a letter changed, or with a label more. */
    private static Name disturbed(Name name, Random random) throws IOException {
        if (name.equals(ZONE) || random.nextBoolean()) {
            return Name.fromString("x", name);
        }
        byte[] wire = name.toWire();
        wire[1 + random.nextInt(wire[0])] = (byte) ('a' + random.nextInt(26));
        return new Name(wire);
    }

    private static void assertSame(Name name, int type, Message ours, Message binds) {
        String question = name + " " + Type.string(type);
        assertThat(ours.getRcode()).as(question).isEqualTo(binds.getRcode());
        assertThat(sorted(ours)).as(question).isEqualTo(sorted(binds));
    }

    private static List<String> sorted(Message message) {
        var sorted = new ArrayList<>(
                Arrays.asList(Asked.data(message, Section.ANSWER).toArray(String[]::new)));
        sorted.sort(String::compareTo);
        return sorted;
    }
}
