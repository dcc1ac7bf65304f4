// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bundle as it was built, in a framework with Declarative Services and Configuration Admin. */
class ExternalTest {

    private static final Map<String, Object> PADS =
            Map.of("type", "etherpad", "description", "Shared pads", "port", "9001", "check", "none");

    @TempDir
    private Path cache;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;
    private Framework framework;
    private BundleContext context;
    private ConfigurationAdmin admin;

    @BeforeEach
    void startFramework() throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "cloudy.api;version=1.0.0,cloudy.api.form;version=1.0.0,cloudy.api.settings;version=1.0.0,"
                                + "cloudy.api.access;version=1.0.0,"
                                + "cloudy.api.registry;version=1.0.0,cloudy.api.rest;version=1.0.0,org.slf4j;version=1.7.36,"
                                + "org.osgi.service.cm;version=1.6.1"));
        framework.start();
        context = framework.getBundleContext();
        for (Class<?> inside : List.of(
                org.osgi.util.function.Function.class,
                org.osgi.util.promise.Promise.class,
                org.osgi.service.component.ComponentContext.class,
                org.apache.felix.scr.info.ScrInfo.class,
                org.apache.felix.cm.PersistenceManager.class)) {
            start(inside);
        }
        start(External.class);
        admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
    }

    private void start(Class<?> inside) throws Exception {
        context.installBundle("reference:"
                        + inside.getProtectionDomain().getCodeSource().getLocation())
                .start();
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
        System.setErr(stderr);
    }

    @Test
    void aFileIsAServiceUnderItsName() throws Exception {
        configure("etherpad", PADS);

        var service = service("etherpad");
        assertThat(service.offers(List.of())).containsExactly(Offer.of("etherpad", "Shared pads", 9001));
        assertThat(service.check()).isEqualTo(Health.up());
    }

    @Test
    void aChangedFileMakesTheServiceAnewUnderTheSameName() throws Exception {
        configure("etherpad", PADS);
        var before = reference("etherpad");

        configure("etherpad", with("port", "9002"));

        await().until(() -> !reference("etherpad").equals(before));
        assertThat(references()).hasSize(1);
        assertThat(service("etherpad").offers(List.of()).get(0).port()).isEqualTo(9002);
    }

    @Test
    void aRemovedFileTakesTheServiceWithIt() throws Exception {
        Configuration file = configure("etherpad", PADS);
        service("etherpad");

        file.delete();

        await().until(() -> references().isEmpty());
    }

    @Test
    void aFileThatIsSwitchedOffStaysInTheListAsOff() throws Exception {
        configure("etherpad", with("enabled", "false"));

        assertThat(reference("etherpad").getProperty(CloudyService.ENABLED)).isEqualTo(false);
    }

    @Test
    void theWishesOfEveryServiceReachTheRegistry() throws Exception {
        configure("etherpad", with("cloudy.publish", "false"));

        assertThat(reference("etherpad").getProperty(CloudyService.PUBLISH)).isEqualTo("false");
        assertThat(reference("etherpad").getProperty(CloudyService.ENABLED)).isNull();
    }

    @Test
    void aBadFileIsLoggedInOneLineAndHarmsNoOther() throws Exception {
        configure("bad", with("port", "http"));
        configure("good", PADS);

        var bad = service("bad");
        assertThatThrownBy(() -> bad.offers(List.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("port: must be between 0 and 65535, not \"http\"");
        assertThatThrownBy(bad::check).isInstanceOf(InvalidFieldException.class);
        assertThat(service("good").check()).isEqualTo(Health.up());
        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("cloudy"))
                .singleElement()
                .asString()
                .endsWith("etc/cloudy.external-bad.cfg: port: must be between 0 and 65535, not \"http\"");
    }

    @Test
    void aRepairedFileIsAServiceAgain() throws Exception {
        configure("etherpad", with("type", "not a type"));
        var bad = reference("etherpad");

        configure("etherpad", PADS);

        await().until(() -> !reference("etherpad").equals(bad));
        assertThat(service("etherpad").check()).isEqualTo(Health.up());
    }

    private static Map<String, Object> with(String key, String value) {
        var changed = new HashMap<>(PADS);
        changed.put(key, value);
        return changed;
    }

    private Configuration configure(String name, Map<String, Object> values) throws Exception {
        Configuration configuration = admin.getFactoryConfiguration("cloudy.external", name, "?");
        configuration.update(FrameworkUtil.asDictionary(values));
        return configuration;
    }

    private Collection<ServiceReference<CloudyService>> references() throws Exception {
        return context.getServiceReferences(CloudyService.class, null);
    }

    private ServiceReference<CloudyService> reference(String name) {
        String filter = "(service.pid=cloudy.external~" + name + ")";
        return await().until(() -> context.getServiceReferences(CloudyService.class, filter), found -> !found.isEmpty())
                .iterator()
                .next();
    }

    private CloudyService service(String name) {
        return context.getService(reference(name));
    }
}
