// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class RepositoryReaderTest {

    private static final URI ADDRESS = URI.create("https://pads.example/repo/features.xml");
    private static final String HASH = "ab".repeat(32);

    @Test
    void readsFeaturesTheirTextsAndTheirBundles() throws Refusal {
        RepositoryFile file = read("<feature name='pads' version='1.2' description='Pads' c:category='community'>"
                + "<details> Write\n together </details><feature>eventadmin</feature>"
                + "<bundle c:sha256='" + HASH + "' start-level='85'>jars/pads.jar</bundle>"
                + Sample.bundle("https://other.example/x.jar", HASH) + "</feature>");

        assertThat(file.name()).isEqualTo("community");
        RepositoryFile.Offered pads = file.features().get(0);
        assertThat(pads.version()).isEqualTo(new Version("1.2.0"));
        assertThat(pads.title()).isEqualTo("Pads");
        assertThat(pads.description()).isEqualTo("Write together");
        assertThat(pads.category()).isEqualTo("community");
        assertThat(pads.needs()).containsExactly("eventadmin");
        assertThat(pads.bundles())
                .containsExactly(
                        new RepositoryFile.Item(URI.create("https://pads.example/repo/jars/pads.jar"), HASH, 85),
                        new RepositoryFile.Item(URI.create("https://other.example/x.jar"), HASH, 90));
    }

    @Test
    void refusesADocumentTypeWhateverIsInIt() {
        String bomb = "<!DOCTYPE f [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
                + Sample.repository("community", feature("&b;"));
        String outside = "<!DOCTYPE f SYSTEM 'file:///etc/passwd'>" + Sample.repository("community", feature("x"));

        assertThatThrownBy(() -> RepositoryReader.read(Sample.bytes(bomb), ADDRESS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("DOCTYPE");
        assertThatThrownBy(() -> RepositoryReader.read(Sample.bytes(outside), ADDRESS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("DOCTYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<config name='cloudy.https'>port=1</config>",
                "<configfile finalname='/etc/cron.d/x'>https://x.example/y</configfile>",
                "<library>https://x.example/lib.jar</library>",
                "<conditional><condition>scr</condition></conditional>",
                "<requirement>osgi.ee</requirement>",
                "<capability>a.b</capability>",
                "<x:bundle xmlns:x='urn:other'>https://x.example/y.jar</x:bundle>"
            })
    void refusesWhatMayDoMoreThanBringABundle(String element) {
        assertThatThrownBy(() -> read(feature(element)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(", which is not taken");
    }

    @Test
    void refusesOtherRepositoriesBesideTheFeatures() {
        assertThatThrownBy(() -> read("<repository>https://x.example/y.xml</repository>" + feature("")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("<repository>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://x.example/y.jar",
                "mvn:org.example/pads/1.0",
                "file:///etc/passwd",
                "wrap:https://x.example/y.jar",
                "https://user:password@x.example/y.jar",
                "https:///y.jar",
                "//",
                "a b.jar",
                ""
            })
    void refusesABundleThatIsNotAtAnHttpsAddress(String location) {
        assertThatThrownBy(() -> read(feature(Sample.bundle(location, HASH)))).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB"})
    void refusesABundleWithoutAHash(String hash) {
        assertThatThrownBy(() -> read(feature(Sample.bundle("x.jar", hash))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("SHA-256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "79", "100", "-5", "99999999999"})
    void refusesABundleThatWouldStartBeforeTheNodeItself(String level) {
        String bundle = "<bundle start-level='" + level + "' c:sha256='" + HASH + "'>x.jar</bundle>";

        assertThatThrownBy(() -> read(feature(bundle)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("level");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../pads", "Pads/1", "a b", "", "-x"})
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> read("<feature name='" + name + "' version='1'/>"))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> RepositoryReader.read(Sample.bytes(Sample.repository(name, feature(""))), ADDRESS))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void refusesWhatIsDoubleEmptyTooLongOrNoXml() {
        for (String text : List.of(
                Sample.repository("community", feature("") + feature("")),
                Sample.repository("community", ""),
                Sample.repository("community", "<feature name='x'/>"),
                Sample.repository("community", "<feature name='x' version='a.b'/>"),
                Sample.repository("community", "<feature name='x' version='1' install='auto'/>"),
                "<html/>",
                "no XML",
                "",
                Sample.repository(
                        "community", feature(Sample.bundle("x.jar", HASH).repeat(501))))) {
            assertThatThrownBy(() -> RepositoryReader.read(Sample.bytes(text), ADDRESS))
                    .as(text.length() > 200 ? "long" : text)
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> RepositoryReader.read(new byte[RepositoryReader.MAX_BYTES + 1], ADDRESS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("1 MB");
    }

    @Test
    void whatKarafReadsHasNoMarkupOfAStrangers() throws Refusal {
        RepositoryFile file = read("<feature name='pads' version='1' description='\"&gt;&lt;config&gt;'>"
                + "<details>&lt;/details&gt;&lt;library/&gt; &amp;amp;</details>"
                + Sample.bundle("x.jar?a=1&amp;b=2", HASH) + "</feature>");

        String xml = FeaturesFile.of(file, item -> URI.create("file:///data/" + item.sha256() + ".jar"));

        assertThat(xml).doesNotContain("<config", "<library", "https://");
        assertThat(xml).contains("<bundle start-level=\"90\">file:///data/" + HASH + ".jar</bundle>");
    }

    private static RepositoryFile read(String features) throws Refusal {
        return RepositoryReader.read(Sample.bytes(Sample.repository("community", features)), ADDRESS);
    }

    private static String feature(String content) {
        return "<feature name='pads' version='1.0.0'>" + content + "</feature>";
    }
}
