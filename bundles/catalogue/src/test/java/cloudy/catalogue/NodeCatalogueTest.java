// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.access.Caller;
import cloudy.api.event.Event;
import cloudy.api.job.Job;
import cloudy.api.rest.Problem;
import cloudy.testing.JobsAtOnce;
import cloudy.testing.MemorySettings;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeatureEvent;
import org.apache.karaf.features.FeaturesListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class NodeCatalogueTest {

    private static final Caller ADMIN = Caller.shell();

    @TempDir
    private Path data;

    private final AtomicReference<FeaturesListener> listener = new AtomicReference<>();
    private final MemorySettings settings = new MemorySettings();
    private final JobsAtOnce jobs = new JobsAtOnce();
    private HttpsSite site;
    private String published;
    private Store store;
    private FakeProvisioner provisioner;
    private NodeCatalogue catalogue;

    @BeforeEach
    void start() throws Exception {
        site = new HttpsSite();
        store = new Store(data.resolve("catalogue"));
        provisioner = new FakeProvisioner(store);
        catalogue = new NodeCatalogue(
                provisioner,
                store,
                new Fetcher(new Authorities(site.pem(data)), Duration.ofSeconds(10)),
                new WishFile(settings),
                jobs,
                one -> {
                    listener.set(one);
                    return () -> listener.set(null);
                });
    }

    @AfterEach
    void stop() throws Exception {
        catalogue.stop();
        assertThat(listener.get()).isNull();
        site.close();
    }

    @Test
    void listsWhatCanBeChosenAndNothingElse() throws Exception {
        assertThat(catalogue.entries()).extracting(Entry::id).containsExactly("cloudy-pads");
        assertThatThrownBy(() -> catalogue.entry("cloudy")).isInstanceOf(Problem.class);
    }

    /** Who looks for a service has no use for it; a bundle of somebody else may, and then it can be removed, too. */
    @Test
    void whatOnlyProgramsNeedIsThereByNameAndShownOnceItIsInstalled() throws Exception {
        assertThat(catalogue.entry("eventadmin").text().category()).isEqualTo("system");
        catalogue.install("eventadmin", Optional.empty(), ADMIN);
        assertThat(catalogue.entries()).extracting(Entry::id).containsExactly("cloudy-pads", "eventadmin");
        catalogue.remove("eventadmin", ADMIN);
        assertThat(catalogue.entries()).extracting(Entry::id).containsExactly("cloudy-pads");
    }

    /** After a start without the cache what is wished comes back one by one. */
    @Test
    void whatIsWishedAndNotThereYetIsSaidToBeComing() throws Exception {
        assertThat(catalogue.entry("cloudy-pads").reason()).isEmpty();
        settings.files().put(WishFile.PID, Map.of("features", "cloudy-pads"));
        assertThat(catalogue.entry("cloudy-pads").reason().orElseThrow().english())
                .isEqualTo("is being installed");

        catalogue.reconcileSoon();

        await().untilAsserted(() ->
                assertThat(catalogue.entry("cloudy-pads").reason()).isEmpty());
        assertThat(catalogue.entry("cloudy-pads").installed()).isPresent();
    }

    @Test
    void installsAsAJobAndRemembersTheWish() throws Exception {
        catalogue.install("eventadmin", Optional.empty(), ADMIN);

        assertThat(jobs.failure()).isEmpty();
        assertThat(jobs.all()).first().extracting(Job::kind).isEqualTo("catalogue.install");
        assertThat(jobs.said()).containsExactly("Install Event Admin", "bundle org.example.pads 1.0.0 started");
        assertThat(settings.read(WishFile.PID)).containsExactly(Map.entry("features", "eventadmin"));
        assertThat(catalogue.entry("eventadmin").installed()).contains(new Version("1.0.0"));
        assertThat(status(() -> catalogue.install("eventadmin", Optional.empty(), ADMIN)))
                .isEqualTo(409);
        assertThat(status(() -> catalogue.update("eventadmin", Optional.empty(), ADMIN)))
                .isEqualTo(409);
    }

    @Test
    void whatDoesNotResolveIsRolledBackAndNotWished() throws Exception {
        provisioner.broken.add("cloudy-pads");

        catalogue.install("cloudy-pads", Optional.empty(), ADMIN);

        assertThat(jobs.reason())
                .isEqualTo(
                        "cloudy-pads/1.0.0 needs a package (osgi.wiring.package=org.lacking), which nothing here offers");
        assertThat(provisioner.required).containsExactly("cloudy");
        assertThat(settings.read(WishFile.PID)).isEmpty();
        assertThat(catalogue.entry("cloudy-pads").installed()).isEmpty();
    }

    @Test
    void whatCannotBeRememberedIsRolledBackToo() throws Exception {
        settings.full(true);

        catalogue.install("eventadmin", Optional.empty(), ADMIN);

        assertThat(jobs.reason()).isEqualTo("No space left on device");
        assertThat(provisioner.required).containsExactly("cloudy");
    }

    @Test
    void removesAndForgetsTheWish() throws Exception {
        catalogue.install("eventadmin", Optional.empty(), ADMIN);

        catalogue.remove("eventadmin", ADMIN);

        assertThat(jobs.failure()).isEmpty();
        assertThat(provisioner.required).containsExactly("cloudy");
        assertThat(settings.read(WishFile.PID)).isEmpty();
        assertThat(status(() -> catalogue.remove("eventadmin", ADMIN))).isEqualTo(409);
    }

    @Test
    void whatAnotherFeatureNeedsIsNotRemoved() {
        provisioner.installed.put("eventadmin", new Version("1.0.0"));

        assertThat(status(() -> catalogue.remove("eventadmin", ADMIN))).isEqualTo(409);
        assertThat(status(() -> catalogue.remove("cloudy", ADMIN))).isEqualTo(404);
    }

    @Test
    void becomesWhatTheFileSays() {
        provisioner.install(Set.of("cloudy-pads"));
        settings.files().put(WishFile.PID, Map.of("features", "eventadmin, cloudy, nowhere"));

        catalogue.reconcileSoon();

        await().until(() -> provisioner.required().equals(Set.of("eventadmin")));
        await().untilAsserted(() -> assertThat(provisioner.requirements()).contains("cloudy"));
        assertThat(settings.read(WishFile.PID)).containsEntry("features", "eventadmin, cloudy, nowhere");
    }

    @Test
    void aWishThatCannotBeFulfilledStaysAndSaysWhy() {
        provisioner.broken.add("cloudy-pads");
        settings.files().put(WishFile.PID, Map.of("features", "cloudy-pads, eventadmin"));

        catalogue.reconcileSoon();

        await().until(() -> provisioner.required().equals(Set.of("eventadmin"))
                && catalogue.entry("cloudy-pads").reason().isPresent());
        assertThat(settings.read(WishFile.PID)).containsEntry("features", "cloudy-pads, eventadmin");
    }

    @Test
    void whatTheShellIsInstallingAtThisMomentIsNotRemoved() {
        settings.files().put(WishFile.PID, Map.of("features", "eventadmin"));
        catalogue.reconcileSoon();
        await().until(() -> provisioner.required().equals(Set.of("eventadmin")));

        // Karaf has done it, but has not said so yet, when the file changes.
        provisioner.install(Set.of("cloudy-pads"));
        settings.files().put(WishFile.PID, Map.of());
        catalogue.reconcileSoon();

        await().until(() -> provisioner.required().equals(Set.of("cloudy-pads")));
    }

    @Test
    void whatTheShellInstallsAndRemovesLandsInTheFile() {
        settings.files().put(WishFile.PID, Map.of("features", "cloudy-pads"));
        provisioner.install(Set.of("cloudy-pads", "eventadmin"));
        tell("eventadmin", FeatureEvent.EventType.FeatureInstalled, false);
        tell("cloudy", FeatureEvent.EventType.FeatureInstalled, false);
        await().untilAsserted(() ->
                assertThat(settings.read(WishFile.PID)).containsEntry("features", "cloudy-pads, eventadmin"));

        provisioner.remove(Set.of("cloudy-pads"));
        tell("cloudy-pads", FeatureEvent.EventType.FeatureUninstalled, true);
        tell("cloudy-pads", FeatureEvent.EventType.FeatureUninstalled, false);
        await().untilAsserted(() -> assertThat(settings.read(WishFile.PID)).containsEntry("features", "eventadmin"));
    }

    private void tell(String name, FeatureEvent.EventType type, boolean replay) {
        Feature feature = (Feature) Proxy.newProxyInstance(
                Feature.class.getClassLoader(), new Class<?>[] {Feature.class}, (proxy, method, arguments) -> name);
        listener.get().featureEvent(new FeatureEvent(type, feature, "root", replay));
    }

    @Test
    void anAddedRepositoryIsShownConfirmedInstalledUpdatedAndForgotten() throws Exception {
        Source first = publish("1.0.0");
        Repositories.Preview preview = catalogue.preview(first).get();
        assertThat(store.all()).isEmpty();
        catalogue.add(preview, ADMIN);
        assertThat(jobs.failure()).isEmpty();
        assertThat(jobs.said()).anyMatch(line -> line.startsWith("Fetching https://127.0.0.1"));
        assertThat(settings.read(WishFile.PID)).containsEntry("repositories", first.toString());

        Entry pads = catalogue.entry("pads");
        assertThat(pads.origin()).isEqualTo("community");
        assertThat(status(() -> catalogue.install("pads", Optional.empty(), ADMIN)))
                .isEqualTo(409);
        assertThat(status(() -> catalogue.install("pads", Optional.of("ab".repeat(32)), ADMIN)))
                .isEqualTo(409);
        catalogue.install("pads", Optional.of(pads.digest()), ADMIN);
        assertThat(jobs.failure()).isEmpty();
        assertThat(status(() -> catalogue.removeRepository("community", ADMIN))).isEqualTo(409);

        Source second = publish("2.0.0");
        catalogue.add(catalogue.preview(second).get(), ADMIN);
        assertThat(jobs.failure()).isEmpty();
        assertThat(settings.read(WishFile.PID)).containsEntry("repositories", second.toString());
        assertThat(store.all()).hasSize(2);
        Entry newer = catalogue.entry("pads");
        assertThat(newer.hasUpdate()).isTrue();
        catalogue.update("pads", Optional.of(newer.digest()), ADMIN);
        assertThat(provisioner.installed).containsEntry("pads", new Version("2.0.0"));
        await().until(() -> store.all().size() == 1);

        catalogue.remove("pads", ADMIN);
        catalogue.removeRepository("community", ADMIN);
        await().until(() -> store.all().isEmpty() && provisioner.open.equals(Set.of(FakeProvisioner.ARCHIVE)));
        assertThat(settings.read(WishFile.PID)).isEmpty();
        assertThat(status(() -> catalogue.removeRepository("community", ADMIN))).isEqualTo(404);
    }

    @Test
    void whatThePublisherOffersLaterIsFetchedWithoutPinningAnew() throws Exception {
        Publisher publisher = Publisher.ed25519(data, "publisher");
        publish("1.0.0");
        site.put("/features.xml.sig", publisher.sign(published));
        Source source = publisher.at(site.at("/features.xml"));
        catalogue.add(catalogue.preview(source).get(), ADMIN);
        assertThat(jobs.failure()).isEmpty();
        Map<String, String> wish = settings.read(WishFile.PID);
        assertThat(wish).containsEntry("repositories", source.toString());
        catalogue.install("pads", Optional.of(catalogue.entry("pads").digest()), ADMIN);

        catalogue.refresh("community", ADMIN);
        assertThat(jobs.said()).endsWith("It offers what it did before.");

        publish("2.0.0");
        catalogue.refresh("community", ADMIN);
        assertThat(jobs.reason()).contains("is not signed with the key that was given");
        assertThat(catalogue.entry("pads").hasUpdate()).isFalse();

        site.put("/features.xml.sig", publisher.sign(published));
        catalogue.refresh("community", ADMIN);
        assertThat(jobs.failure()).isEmpty();
        Entry newer = catalogue.entry("pads");
        assertThat(newer.hasUpdate()).isTrue();
        // What it brings is still looked at and confirmed.
        assertThat(status(() -> catalogue.update("pads", Optional.empty(), ADMIN)))
                .isEqualTo(409);
        catalogue.update("pads", Optional.of(newer.digest()), ADMIN);
        assertThat(provisioner.installed).containsEntry("pads", new Version("2.0.0"));
        await().until(() -> store.all().size() == 1);
        assertThat(settings.read(WishFile.PID)).containsEntry("repositories", source.toString());

        assertThat(status(() -> catalogue.refresh("nobody", ADMIN))).isEqualTo(404);
    }

    @Test
    void ofARepositoryThatIsPinnedByItsHashThereIsNothingNewer() throws Exception {
        catalogue.add(catalogue.preview(publish("1.0.0")).get(), ADMIN);
        assertThat(status(() -> catalogue.refresh("community", ADMIN))).isEqualTo(409);
    }

    @Test
    void aRepositoryThatCouldNotBeFetchedIsAskedAgain() throws Exception {
        Source source = publish("1.0.0");
        site.put("/features.xml", Sample.bytes("<html/>"));
        settings.files().put(WishFile.PID, Map.of("repositories", source.toString(), "features", "pads"));
        catalogue.reconcileSoon();
        await().until(() -> catalogue
                .unmet()
                .keySet()
                .equals(Set.of("pads", source.address().toString())));

        publish("1.0.0");
        catalogue.refresh(catalogue.added().get(0).name(), ADMIN);

        await().until(() -> provisioner.required().equals(Set.of("pads"))
                && catalogue.unmet().isEmpty());
    }

    @Test
    void theDoctorIsToldToLookWhenAWishWasTried() {
        var told = new LinkedBlockingQueue<Event>();
        catalogue.sinks = List.of(told::add);
        settings.files().put(WishFile.PID, Map.of("features", "nowhere"));

        catalogue.reconcileSoon();

        await().until(() -> told.stream().anyMatch(event -> event.equals(Event.of("check", "wished-features"))));
        assertThat(new WishCheck(catalogue::unmet).look().text().in(List.of()))
                .contains("nowhere (no repository has the feature nowhere)");
    }

    @Test
    void aBundleThatWasChangedOnTheDiskIsNotInstalled() throws Exception {
        catalogue.add(catalogue.preview(publish("1.0.0")).get(), ADMIN);
        Stored stored = store.all().get(0);
        Files.writeString(stored.jar(stored.file().bundles().toList().get(0)), "evil");

        catalogue.install("pads", Optional.of(catalogue.entry("pads").digest()), ADMIN);

        assertThat(jobs.reason()).contains("was changed since it was fetched");
        assertThat(provisioner.done).isEmpty();
        assertThat(settings.read(WishFile.PID)).doesNotContainKey("features");
    }

    @Test
    void aRepositoryWrittenIntoTheFileIsFetchedAndWhatIsWishedOfItInstalled() throws Exception {
        Source source = publish("1.0.0");
        settings.files().put(WishFile.PID, Map.of("repositories", source.toString(), "features", "pads"));

        catalogue.reconcileSoon();

        await().until(() -> provisioner.required().equals(Set.of("pads")));
        assertThat(catalogue.added()).extracting(Shelves.Added::name).containsExactly("community");
    }

    @Test
    void aRepositoryThatCannotBeFetchedIsListedWithTheReason() throws Exception {
        Source gone = new Source(site.at("/gone.xml"), "ab".repeat(32));
        settings.files().put(WishFile.PID, Map.of("repositories", gone.toString()));

        catalogue.reconcileSoon();

        await().until(() -> catalogue.added().get(0).reason().isPresent());
        assertThat(catalogue.added().get(0).reason().get().english()).contains("answers 404");
    }

    private Source publish(String version) throws Exception {
        byte[] jar = Sample.jar("org.example.pads", version);
        String file = Sample.repository("community", "pads", version, version + ".jar", jar);
        site.put("/" + version + ".jar", jar);
        site.put("/features.xml", Sample.bytes(file));
        published = file;
        return new Source(site.at("/features.xml"), Hash.of(file));
    }

    private interface Act {
        void run() throws Exception;
    }

    private static int status(Act act) {
        try {
            act.run();
        } catch (Problem problem) {
            return problem.status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return 0;
    }
}
