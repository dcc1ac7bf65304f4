// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** A real server that means no good: whatever it sends is refused by name, and nothing of it stays. */
class HostileRepositoryTest {

    private static final long GIGABYTE = 1L << 30;
    private static HttpsSite shared;

    @TempDir
    private static Path trust;

    @TempDir
    private Path data;

    private String prefix;
    private Store store;
    private FakeProvisioner provisioner;
    private Repositories repositories;

    @BeforeAll
    static void startSite() throws Exception {
        shared = new HttpsSite();
        shared.pem(trust);
    }

    @AfterAll
    static void stopSite() throws Exception {
        shared.close();
    }

    @BeforeEach
    void setUp() {
        prefix = "/" + System.nanoTime();
        store = new Store(data.resolve("catalogue"));
        provisioner = new FakeProvisioner(store);
        repositories = repositories(Duration.ofSeconds(20));
    }

    private Repositories repositories(Duration patience) {
        return new Repositories(new Fetcher(new Authorities(trust.resolve("site.pem")), patience), store, provisioner);
    }

    @AfterEach
    void nothingIsLeftAndNothingWasAskedOfKaraf() throws IOException {
        if (Files.exists(data.resolve("catalogue"))) {
            try (Stream<Path> left = Files.list(data.resolve("catalogue"))) {
                assertThat(left.filter(path -> path.getFileName().toString().startsWith(".")))
                        .isEmpty();
            }
        }
        assertThat(provisioner.done).isEmpty();
        assertThat(provisioner.open).containsExactly(FakeProvisioner.ARCHIVE);
    }

    @Test
    void anHonestOneIsFetchedWholeAndKept() throws Exception {
        byte[] jar = Sample.jar("org.example.pads", "1.0.0");
        shared.serve(prefix + "/jars/pads.jar", jar);
        Source source = publish(Sample.repository("community", "pads", "1.0.0", "jars/pads.jar", jar));

        Stored stored = fetch(source);

        assertThat(Hash.of(stored.jar(stored.file().features().get(0).bundles().get(0))))
                .isEqualTo(Hash.of(jar));
        assertThat(store.all()).containsExactly(stored);
        assertThat(store.find(source)).contains(stored);
        assertThat(stored.folder()).isDirectory().hasFileName(stored.sha256());
    }

    @Test
    void aFileWithAnotherHashIsRefused() {
        shared.serve(prefix, Sample.bytes("<features/>"));
        refused(new Source(shared.at(prefix), "ab".repeat(32)), "does not have the SHA-256 that was given");
    }

    @Test
    void anEntityBombIsRefused() {
        var bomb = new StringBuilder("<!DOCTYPE b [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a").append(i).append(" '");
            bomb.append(("&a" + (i - 1) + ";").repeat(10)).append("'>");
        }
        bomb.append("]><features>&a29;</features>");
        refused(publish(bomb.toString()), "DOCTYPE");
    }

    @Test
    void aGigabyteIsRefusedAtItsHeader() {
        var sent = new AtomicLong();
        shared.serve(prefix, exchange -> {
            exchange.sendResponseHeaders(200, GIGABYTE);
            pour(exchange.getResponseBody(), sent);
        });
        refused(new Source(shared.at(prefix), "ab".repeat(32)), "is larger than 1 MB");
        assertThat(sent.get()).isLessThan(64L << 20);
    }

    @Test
    void aGigabyteThatDoesNotSayItsSizeIsCutOff() throws Exception {
        var sent = new AtomicLong();
        shared.serve(prefix + "/big.jar", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            pour(exchange.getResponseBody(), sent);
        });
        refused(
                publish(Sample.repository(
                        "community", "pads", "1.0.0", "big.jar", Sample.jar("org.example.pads", "1"))),
                "big.jar is larger than 64 MB");
        assertThat(sent.get()).isLessThan(256L << 20);
    }

    private static void pour(OutputStream body, AtomicLong sent) throws IOException {
        var block = new byte[1 << 16];
        try (body) {
            while (sent.get() < GIGABYTE) {
                body.write(block);
                sent.addAndGet(block.length);
            }
        }
    }

    @Test
    void aServerThatNeverEndsIsLeft() throws Exception {
        var over = new CountDownLatch(1);
        shared.serve(prefix, exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        repositories = repositories(Duration.ofMillis(500));
        refused(new Source(shared.at(prefix), "ab".repeat(32)), "takes too long");
        over.countDown();
    }

    @Test
    void aRedirectToHttpIsRefusedAndOneToHttpsFollowed() throws Exception {
        byte[] jar = Sample.jar("org.example.pads", "1.0.0");
        shared.serve(prefix + "/real.jar", jar);
        shared.redirect(prefix + "/moved.jar", prefix + "/real.jar");
        shared.redirect(prefix + "/bad.jar", "http://127.0.0.1:1/real.jar");
        shared.redirect(prefix + "/file.jar", "file:///etc/passwd");
        shared.redirect(prefix + "/loop.jar", prefix + "/loop.jar");
        shared.redirect(prefix + "/plain", "http://127.0.0.1:1/x.xml");

        fetch(publish(Sample.repository("community", "pads", "1.0.0", "moved.jar", jar)));
        refused(at("/a", Sample.repository("bad", "bad", "1.0.0", "bad.jar", jar)), "not https: http://127.0.0.1:1/");
        refused(at("/b", Sample.repository("file", "file", "1.0.0", "file.jar", jar)), "not https: file:///etc/passwd");
        refused(at("/c", Sample.repository("loop", "loop", "1.0.0", "loop.jar", jar)), "redirects more than 5 times");
        refused(new Source(shared.at(prefix + "/plain"), "ab".repeat(32)), "redirects to an address that is not https");
    }

    @Test
    void aBundleWithAnotherHashIsRefused() throws Exception {
        shared.serve(prefix + "/pads.jar", Sample.jar("org.example.other", "1.0.0"));
        refused(
                publish(Sample.repository(
                        "community", "pads", "1.0.0", "pads.jar", Sample.jar("org.example.pads", "1"))),
                "bundle pads.jar does not have the SHA-256 that the repository says");
    }

    @Test
    void aBundleThatIsNotThereIsRefused() throws Exception {
        refused(
                publish(Sample.repository("community", "pads", "1.0.0", "none.jar", Sample.jar("a.b", "1"))),
                "answers 404");
    }

    @Test
    void aBundleThatLeadsOutOfItsFolderIsRefused() throws Exception {
        for (String entry : List.of("../../etc/x", "/etc/x", "a/../../x", "C:\\x", "..\\x")) {
            refusedBundle(Sample.jarWith(entry, "org.example.pads", "1.0.0"), "leads out of the jar");
        }
    }

    @Test
    void aBundleThatIsNoneIsRefused() throws Exception {
        refusedBundle(Sample.bytes("no zip"), "is damaged");
        refusedBundle(new byte[0], "is damaged");
        refusedBundle(Sample.jar("org.example pads", "1.0.0"), "no symbolic name");
        refusedBundle(Sample.jar("org.example.pads", "one"), "is damaged");
    }

    @Test
    void aBundleThatReplacesOneOfOursIsRefused() throws Exception {
        refusedBundle(Sample.jar("cloudy.rest;singleton:=true", "9.0.0"), "a name of Cloudy's own, cloudy.rest");
        refusedBundle(Sample.jar("Cloudy.Rest", "9.0.0"), "a name of Cloudy's own");
        refusedBundle(Sample.jar("org.apache.felix.scr", "9.0.0"), "would replace org.apache.felix.scr");
        refusedBundle(
                Sample.jar("org.example.in", "1.0.0", "Fragment-Host", "system.bundle; extension:=framework"),
                "would become a part of system.bundle");
        refusedBundle(
                Sample.jar("org.example.in", "1.0.0", "Fragment-Host", "cloudy.access"),
                "would become a part of cloudy.access");
    }

    @Test
    void aFeatureThatReplacesOneOfOursIsRefused() throws Exception {
        byte[] jar = Sample.jar("org.example.pads", "1.0.0");
        for (String ours : List.of("cloudy", "eventadmin", "cloudy-pads", "scr")) {
            refused(
                    at("/" + ours, Sample.repository("community", ours, "9.0.0", "x.jar", jar)),
                    "feature " + ours + " would take the place");
        }
        refused(
                at(
                        "/needs",
                        Sample.repository(
                                "community", "<feature name='x' version='1'><feature>gone</feature></feature>")),
                "needs gone, which is nowhere here");
    }

    @Test
    void aVersionThatGoesBackIsRefused() throws Exception {
        byte[] two = Sample.jar("org.example.pads", "2.0.0");
        byte[] one = Sample.jar("org.example.pads", "1.0.0");
        Source newer = at("/features.xml", Sample.repository("community", "pads", "2.0.0", "two.jar", two));
        shared.serve(prefix + "/two.jar", two);
        shared.serve(prefix + "/one.jar", one);
        Stored stored = fetch(newer);
        provisioner.open.add(stored.features());
        provisioner.bundles.add(new Judge.Installed(
                "org.example.pads",
                new Version("2.0.0"),
                stored.jar(stored.file().bundles().toList().get(0)).toUri().toString()));

        refused(
                again("/features.xml", Sample.repository("community", "pads", "1.0.0", "one.jar", one)),
                "feature pads would go back from version 2.0.0 to 1.0.0");
        refused(
                again("/features.xml", Sample.repository("community", "pads", "3.0.0", "one.jar", one)),
                "would go back from version 2.0.0 to 1.0.0");
        refused(
                at("/other.xml", Sample.repository("other", "pads", "3.0.0", "two.jar", two)),
                "feature pads would take the place");
        refused(
                at("/again.xml", Sample.repository("community", "more", "3.0.0", "two.jar", two)),
                "another repository is named community");
        provisioner.open.remove(stored.features());
    }

    @Test
    void aServerThatNobodyVouchesForIsRefused() {
        shared.serve(prefix, Sample.bytes("<features/>"));
        repositories = new Repositories(
                new Fetcher(new Authorities(data.resolve("none.pem")), Duration.ofSeconds(10)), store, provisioner);
        refused(new Source(shared.at(prefix), "ab".repeat(32)), "certificate that nobody trusted here has signed");
    }

    @Test
    void whatWasChangedOnTheDiskIsNotTaken() throws Exception {
        byte[] jar = Sample.jar("org.example.pads", "1.0.0");
        shared.serve(prefix + "/pads.jar", jar);
        Source source = publish(Sample.repository("community", "pads", "1.0.0", "pads.jar", jar));
        Stored stored = fetch(source);
        var pads = stored.file().features().get(0);
        stored.verify(pads);

        Files.write(stored.jar(pads.bundles().get(0)), Sample.jar("org.example.evil", "1.0.0"));
        assertThatThrownBy(() -> stored.verify(pads))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was changed");

        Files.writeString(stored.folder().resolve("repository.xml"), "<features/>");
        assertThat(store.find(source)).isEmpty();
    }

    /** A repository with this bundle. */
    private void refusedBundle(byte[] jar, String why) {
        String path = prefix + "/" + Hash.of(jar);
        shared.serve(path + "/x.jar", jar);
        shared.serve(path + "/features.xml", Sample.bytes(Sample.repository("community", "pads", "1", "x.jar", jar)));
        refused(
                new Source(
                        shared.at(path + "/features.xml"),
                        Hash.of(Sample.repository("community", "pads", "1", "x.jar", jar))),
                why);
    }

    private Source publish(String repository) {
        return at("/features.xml", repository);
    }

    private Source at(String path, String repository) {
        shared.serve(prefix + path, Sample.bytes(repository));
        return new Source(shared.at(prefix + path), Hash.of(repository));
    }

    /** The same address with another content. */
    private Source again(String path, String repository) {
        shared.put(prefix + path, Sample.bytes(repository));
        return new Source(shared.at(prefix + path), Hash.of(repository));
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
