// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.backup.Part;
import cloudy.api.doctor.Finding.Grade;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

class DnsBackupTest {

    private static final Name ZONE = Given.name("vic.example.");

    @TempDir
    private Path folder;

    /** Serves a zone from a folder, and says its serial number. */
    private static long serve(Path state, String record) throws Exception {
        var store = new ZoneStore(state.resolve("zones"), (zone, file) -> Optional.empty(), Clock.systemUTC());
        var zone = new ZoneText(ZONE, ZONE, ZONE, ZoneText.Timers.DOMAIN, List.of(record));
        long serial = store.store("vic.example", zone).serial();
        store.save(Set.of("vic.example"));
        return serial;
    }

    private static void tick(Path state) throws IOException {
        new Used(state).add(new InetSocketAddress(Given.ip("10.1.2.9"), 53), "bert", Instant.EPOCH);
    }

    private Path copy(Path state) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (Part part : new DnsBackup(state).parts()) {
            Files.copy(part.path(), copy.resolve(part.name()));
        }
        return copy;
    }

    @Test
    void hasNothingToSaveUntilThereIsSomething() {
        assertThat(new DnsBackup(folder.resolve("dns")).parts()).isEmpty();
    }

    @Test
    void bringsBackTheTicksAndSerialsThatGoOnFromWhereTheyWere() throws Exception {
        Path state = folder.resolve("dns");
        tick(state);
        serve(state, "vic.example. IN A 10.1.1.1");
        long last = serve(state, "vic.example. IN A 10.1.1.2");

        Path copy = copy(state);

        assertThat(copy).isDirectoryContaining("glob:**/used").isDirectoryContaining("glob:**/serials");
        assertThat(new DnsBackup(state).check(copy).text().english())
                .contains("ticked servers: 1, zones with a serial number: 1");
        Path back = folder.resolve("back");
        Files.createDirectories(ZoneStore.state(back).getParent());
        Files.move(copy.resolve("serials"), ZoneStore.state(back));
        Files.move(copy.resolve("used"), Used.file(back));
        assertThat(serve(back, "vic.example. IN A 10.1.1.2")).isGreaterThan(last);
        assertThat(new Used(back).all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "used, '{\"servers\":[{\"address\":\"evil host\",\"port\":1}]}'",
        "used, '{\"servers\":['",
        "used, []",
        "serials, '{ half'"
    })
    void saysThatACopyIsOfNoUse(String part, String spoilt) throws Exception {
        Path state = folder.resolve("dns");
        tick(state);
        serve(state, "vic.example. IN A 10.1.1.1");
        Path copy = copy(state);

        Files.writeString(copy.resolve(part), spoilt);

        assertThat(new DnsBackup(state).check(copy).grade()).isEqualTo(Grade.FAULT);
    }
}
