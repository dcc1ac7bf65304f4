// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of what the archive and the package are made of is whole, true, and in the form that tools read. */
class PartsTest {

    @TempDir
    private Path folder;

    @Test
    void everyJarIsInTheListWithItsSumAndALicence() throws IOException, ParseException, GeneralSecurityException {
        Path packed = PackageIT.PACKAGE;
        Command.run(List.of("dpkg-deb", "--extract", packed.toString(), folder.toString()))
                .succeeded();
        Path program = folder.resolve("usr/share/cloudy");
        Bom bom = valid(program.resolve("share/cloudy.cdx.json"));
        assertThat(bom.getMetadata().getComponent().getVersion()).isEqualTo(Project.version());
        Map<String, Component> bySum = bom.getComponents().stream()
                .filter(part -> part.getHashes() != null)
                .collect(
                        Collectors.toMap(part -> part.getHashes().get(0).getValue(), part -> part, (one, same) -> one));
        var sums = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(program)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                String sum = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
                assertThat(bySum).as(jar.toString()).containsKey(sum);
                sums.add(sum);
            }
        }
        assertThat(bySum.keySet()).isEqualTo(sums).hasSizeGreaterThan(50);
        assertThat(bom.getComponents())
                .allSatisfy(part ->
                        assertThat(part.getLicenses()).as(part.getPurl()).isNotNull())
                .anySatisfy(part -> assertThat(part.getPurl()).startsWith("pkg:npm/lit@"));
        assertThat(bySum.values().stream().map(Component::getHashes))
                .allSatisfy(hashes ->
                        assertThat(hashes).extracting(Hash::getAlgorithm).containsExactly("SHA-256"));
        assertThat(Command.run(List.of("tar", "-tzf", Project.archive().toString()))
                        .text())
                .contains("/share/cloudy.cdx.json\n");
    }

    /** Read, after it has been held against the schema. */
    static Bom valid(Path file) throws IOException, ParseException {
        var parser = new JsonParser();
        assertThat(parser.validate(file.toFile(), Version.VERSION_15)).isEmpty();
        return parser.parse(file.toFile());
    }
}
