// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories of which the publisher's key is pinned, and not what they have. */
class PublishedRepositoryTest {

    @TempDir
    private Path folder;

    private HttpsSite site;
    private Store store;
    private Repositories repositories;
    private Publisher publisher;

    @BeforeEach
    void start() throws Exception {
        site = new HttpsSite();
        store = new Store(folder.resolve("catalogue"));
        repositories = new Repositories(
                new Fetcher(new Authorities(site.pem(folder)), Duration.ofSeconds(10)),
                store,
                new FakeProvisioner(store));
        publisher = Publisher.ed25519(folder, "publisher");
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    @Test
    void whatThePublisherSignsLaterIsTakenByTheSamePin() throws Exception {
        Source source = publish("1.0.0", publisher);
        Stored first = fetch(source);
        assertThat(store.find(source)).contains(first);

        publish("2.0.0", publisher);
        Stored second = fetch(source);

        assertThat(new Store(folder.resolve("catalogue")).find(source)).contains(second);
        assertThat(store.all()).containsExactlyInAnyOrder(first, second);
        assertThat(store.isLast(second)).isTrue();
        assertThat(store.isLast(first)).isFalse();
        assertThat(Source.parse(source.toString())).isEqualTo(source);

        store.drop(first.folder());
        store.drop(second.folder());
        store.sweep();
        assertThat(folder.resolve("catalogue")).isEmptyDirectory();
    }

    @Test
    void whatIsFetchedOnceMoreTakesThePlaceOfTheOldWhateverIsKilled() throws Exception {
        Source source = publish("1.0.0", publisher);
        Stored first = fetch(source);
        assertThat(fetch(source)).isEqualTo(first);
        assertThat(store.all()).containsExactly(first);
        // The old one has been put aside, and the new one is not there yet.
        Path aside = first.folder().resolveSibling(".new-old-" + first.sha256());
        Files.move(first.folder(), aside);

        store.sweep();

        assertThat(store.find(source)).contains(first);
        assertThat(aside).doesNotExist();
    }

    @Test
    void anEcdsaKeyDoesAsWell() throws Exception {
        Stored stored = fetch(publish("1.0.0", Publisher.ecdsa(folder, "ecdsa", "P-256")));
        assertThat(store.all()).containsExactly(stored);
    }

    @Test
    void whatSomebodyElseHasSignedOrNobodyIsRefused() throws Exception {
        Source source = publish("1.0.0", publisher);
        Publisher thief = Publisher.ed25519(folder, "thief");
        publish("2.0.0", thief);
        refused(source, "is not signed with the key that was given");

        publish("2.0.0", Publisher.ecdsa(folder, "other", "P-256"));
        refused(source, "is not signed with the key that was given");

        publish("2.0.0", publisher);
        site.put("/features.xml", Sample.bytes(repository("3.0.0", Sample.jar("org.example.pads", "3.0.0"))));
        refused(source, "is not signed with the key that was given");

        site.put("/features.xml.sig", new byte[0]);
        refused(source, "is not signed with the key that was given");
        site.put("/features.xml.sig", new byte[2000]);
        refused(source, "features.xml.sig is larger than 1 kB");
        refused(publisher.at(site.at("/none/features.xml")), "answers 404");
        site.put("/unsigned.xml", Sample.bytes("<!DOCTYPE x>"));
        site.serve("/unsigned.xml.sig", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        refused(publisher.at(site.at("/unsigned.xml")), "unsigned.xml.sig answers 404");
    }

    @Test
    void anOldFileOfThePublishersIsNotTakenAgain() throws Exception {
        Source source = publish("2.0.0", publisher);
        fetch(source);
        publish("1.0.0", publisher);
        refused(source, "feature pads would go back from version 2.0.0 to 1.0.0");

        String changed = repository("2.0.0", Sample.jar("org.example.pads", "1.0.0"));
        site.put("/features.xml", Sample.bytes(changed));
        site.put("/features.xml.sig", publisher.sign(changed));
        refused(source, "feature pads has the version 2.0.0 as before, but other bundles");
        assertThat(store.find(source).orElseThrow().file().features().get(0).version())
                .hasToString("2.0.0");
    }

    @Test
    void whatWasChangedOnTheDiskIsNotTaken() throws Exception {
        Source source = publish("1.0.0", publisher);
        Stored stored = fetch(source);
        Files.write(stored.folder().resolve("repository.xml.sig"), new byte[64]);
        assertThat(store.find(source)).isEmpty();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void aKeyIsOneThatCanBeComparedByEye() throws Exception {
        String pem = publisher.key();
        var key = new PublisherKey(pem);
        assertThat(key.toString()).hasSize(60).matches("[A-Za-z0-9+/]+=*");
        assertThat(new PublisherKey(key.toString())).isEqualTo(key);
        for (String none : List.of(
                "",
                "abc",
                "A".repeat(60),
                pem.replace("PUBLIC", "PRIVATE"),
                "x".repeat(1000),
                Publisher.ecdsa(folder, "large", "P-384").key(),
                Publisher.rsa(folder, "rsa").key())) {
            assertThatThrownBy(() -> new PublisherKey(none))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageStartingWith("key: must be a public key");
        }
        assertThat(publisher.at(site.at("/features.xml?branch=stable")).signature())
                .isEqualTo(site.at("/features.xml.sig?branch=stable"));
    }

    private Source publish(String version, Publisher by) throws Exception {
        byte[] jar = Sample.jar("org.example.pads", version);
        String file = repository(version, jar);
        site.put("/" + Hash.of(jar) + ".jar", jar);
        site.put("/features.xml", Sample.bytes(file));
        site.put("/features.xml.sig", by.sign(file));
        return by.at(site.at("/features.xml"));
    }

    private static String repository(String version, byte[] jar) {
        return Sample.repository("community", "pads", version, Hash.of(jar) + ".jar", jar);
    }

    private Stored fetch(Source source) throws Exception {
        return repositories.fetch(repositories.preview(source), new Reconciler.Quiet(line -> {}));
    }

    private void refused(Source source, String why) {
        List<Stored> before = store.all();
        assertThatThrownBy(() -> fetch(source)).isInstanceOf(Refusal.class).hasMessageContaining(why);
        assertThat(store.all()).isEqualTo(before);
    }
}
