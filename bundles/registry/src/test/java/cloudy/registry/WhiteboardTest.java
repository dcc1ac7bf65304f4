// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.network.Publisher;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.registry.hello.Broken;
import cloudy.registry.hello.Hello;
import cloudy.testing.MemorySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** The registry in a real framework, on its real threads. */
class WhiteboardTest {

    /** Nobody waits five seconds for a check that hangs. */
    private static final Duration LIMIT = Duration.ofMillis(400);

    @TempDir
    Path storage;

    private final LoopThread loop = new LoopThread();
    private final Board board = new Board(
            loop,
            loop::close,
            new CheckThreads(loop, Threads.many("cloudy-registry-check", Duration.ofMillis(300)), LIMIT),
            new PortProbe(Duration.ofSeconds(2)),
            new MemorySettings(),
            5);
    private final FakePublisher mdns = new FakePublisher("mdns", Audience.LAN).willing();
    private final AtomicReference<List<String>> asked = new AtomicReference<>(List.of());
    private SmallFramework framework;
    private BundleContext context;
    private Whiteboard whiteboard;

    @BeforeEach
    void start() throws Exception {
        framework = new SmallFramework(storage);
        context = framework.context();
        whiteboard = new Whiteboard(context, board);
        mdns.manner = call -> asked.set(call.ids());
        context.registerService(Publisher.class, mdns, null);
    }

    @AfterEach
    void stop() throws Exception {
        whiteboard.close();
        board.close();
        framework.stop();
    }

    @Test
    void aBundleThatStartsIsAnnouncedAndOneThatStopsIsWithdrawnAtOnce() throws Exception {
        Bundle hello = framework.start(
                "org.example.hello",
                Hello.class,
                SmallFramework.component("org.example.hello.Hello", Hello.class, "", ""));

        soon().until(() -> asked.get().equals(List.of("org.example.hello.Hello/hello")));
        assertThat(service("org.example.hello.Hello").orElseThrow().bundle()).isEqualTo("org.example.hello");
        hello.stop();

        // A service whose bundle goes on would be kept for ten seconds.
        await().atMost(Duration.ofSeconds(5)).until(() -> asked.get().isEmpty());
        assertThat(board.all()).isEmpty();
        hello.start();
        soon().until(() -> asked.get().equals(List.of("org.example.hello.Hello/hello")));
        hello.uninstall();
        soon().until(() -> asked.get().isEmpty());
    }

    @Test
    void listsAComponentWhoseConstructorThrows() throws Exception {
        framework.start(
                "org.example.broken",
                Broken.class,
                SmallFramework.component("org.example.broken.Broken", Broken.class, "", ""));

        soon().until(() -> run("org.example.broken.Broken") == Run.MISCONFIGURED);

        assertThat(service("org.example.broken.Broken").orElseThrow().reason())
                .isEqualTo("it failed to start: no disk to write to");
        assertThat(asked.get()).isEmpty();
    }

    @Test
    void listsAComponentWithWhatItLacks() throws Exception {
        Bundle needy = framework.start(
                "org.example.needy",
                Hello.class,
                SmallFramework.component(
                        "org.example.needy.Needy",
                        Hello.class,
                        "",
                        "<reference name='printer' interface='org.example.Printer' target='(colour=true)'/>"));
        framework.start(
                "org.example.wordless",
                Hello.class,
                SmallFramework.component("org.example.wordless", Hello.class, "configuration-policy='require'", ""));

        soon().until(() -> board.all().size() == 2);

        assertThat(board.all()).extracting(LocalService::run).containsOnly(Run.MISCONFIGURED);
        assertThat(service("org.example.needy.Needy").orElseThrow().reason())
                .isEqualTo("it needs what nobody provides: org.example.Printer (colour=true)");
        assertThat(service("org.example.wordless").orElseThrow().reason())
                .isEqualTo("it needs its settings: etc/org.example.wordless.cfg");

        needy.uninstall();
        soon().until(() -> board.all().size() == 1);
    }

    @Test
    void aConstructorThatTakesForEverHoldsUpNobody() throws Exception {
        var go = new CountDownLatch(1);
        var slow = new ServiceFactory<CloudyService>() {
            @Override
            public CloudyService getService(Bundle bundle, ServiceRegistration<CloudyService> registration) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return null;
                }
                return up();
            }

            @Override
            public void ungetService(
                    Bundle bundle, ServiceRegistration<CloudyService> registration, CloudyService service) {}
        };
        context.registerService(CloudyService.class, slow, properties("slow"));
        register("quick", up());

        soon().until(() -> run("quick") == Run.UP);
        assertThat(run("slow")).isEqualTo(Run.STARTING);
        go.countDown();
        soon().until(() -> run("slow") == Run.UP);
    }

    @Test
    void aCheckMayCallBackIntoEverything() {
        var registered = new AtomicInteger();
        register("caller", new CloudyService() {
            @Override
            public Health check() {
                if (registered.getAndIncrement() == 0) {
                    for (int i = 0; i < 20; i++) {
                        register("called" + i, up());
                    }
                }
                assertThat(board.all()).isNotNull();
                return Health.up();
            }
        });

        soon().until(() ->
                board.all().stream().filter(each -> each.run() == Run.UP).count() == 21);
        soon().until(() -> asked.get().size() == 21);
    }

    @Test
    void aServiceThatIsMadeAnewIsReplacedInPlace() {
        ServiceRegistration<CloudyService> before = register("pads", up());
        soon().until(() -> asked.get().size() == 1);
        mdns.calls.clear();

        before.unregister();
        Map<String, Object> changed = new HashMap<>(Map.of("cloudy.port", "9002"));
        changed.putAll(FrameworkUtil.asMap(properties("pads")));
        changed.put("cloudy.port", "9002");
        context.registerService(CloudyService.class, up(), FrameworkUtil.asDictionary(changed));

        assertThat(mdns.next().wanted())
                .hasSize(1)
                .allMatch(each -> each.offer().port() == 9002);
        soon().until(() -> run("pads") == Run.UP);
    }

    @Test
    void changedPropertiesAreFollowed() {
        ServiceRegistration<CloudyService> pads = register("pads", up());
        soon().until(() -> run("pads") == Run.UP);

        Map<String, Object> off = new HashMap<>(FrameworkUtil.asMap(properties("pads")));
        off.put("cloudy.enabled", "false");
        pads.setProperties(FrameworkUtil.asDictionary(off));

        soon().until(() -> run("pads") == Run.OFF);
        soon().until(() -> asked.get().isEmpty());
    }

    @Test
    void aDeletedConfigurationEndsItsServiceAtOnce() {
        Map<String, Object> properties = new HashMap<>(FrameworkUtil.asMap(properties("pads")));
        String pid = context.getBundle().getSymbolicName() + "~pads";
        properties.put("service.pid", pid);
        ServiceRegistration<CloudyService> pads =
                context.registerService(CloudyService.class, up(), FrameworkUtil.asDictionary(properties));
        soon().until(() -> asked.get().size() == 1);

        pads.unregister();
        ServiceReference<ConfigurationListener> listener = context.getServiceReference(ConfigurationListener.class);
        context.getService(listener)
                .configurationEvent(new ConfigurationEvent(
                        anyReference(),
                        ConfigurationEvent.CM_DELETED,
                        context.getBundle().getSymbolicName(),
                        pid));

        await().atMost(Duration.ofSeconds(5)).until(() -> asked.get().isEmpty());
    }

    @Test
    void aCheckThatIgnoresInterruptionKeepsOneThreadAndHarmsNoOther() {
        var end = new CountDownLatch(1);
        var calls = new AtomicInteger();
        register("stuck", new CloudyService() {
            @Override
            public Health check() {
                calls.incrementAndGet();
                boolean ended = false;
                while (!ended) {
                    try {
                        end.await();
                        ended = true;
                    } catch (InterruptedException e) {
                        ended = false;
                    }
                }
                return Health.up();
            }
        });
        register("fine", up());

        soon().until(() -> reason("stuck").startsWith("its check did not end"));
        soon().until(() -> {
            board.check(service("stuck").orElseThrow().id());
            return reason("stuck").startsWith("its check hangs");
        });
        assertThat(run("stuck")).isEqualTo(Run.DOWN);
        assertThat(run("fine")).isEqualTo(Run.UP);
        assertThat(calls).hasValue(1);

        end.countDown();
        soon().until(() -> {
            board.check(service("stuck").orElseThrow().id());
            return run("stuck") == Run.UP;
        });
    }

    @Test
    void holdsUnderManyThreads() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            threads.add(new Thread(() -> flicker(number)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        soon().until(() -> board.all().size() == 20 && board.all().stream().allMatch(each -> each.run() == Run.UP));
        soon().until(() -> asked.get().size() == 20);
    }

    /** Five services that come, change, go off and go, and are there and on in the end. */
    private void flicker(int number) {
        var random = new Random(number);
        List<ServiceRegistration<CloudyService>> services = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            services.add(register(number + "-" + i, up()));
        }
        for (int step = 0; step < 200; step++) {
            int i = random.nextInt(5);
            Map<String, Object> changed = new HashMap<>(FrameworkUtil.asMap(properties(number + "-" + i)));
            switch (random.nextInt(3)) {
                case 0 -> {
                    services.get(i).unregister();
                    services.set(i, register(number + "-" + i, up()));
                }
                case 1 -> {
                    changed.put("cloudy.enabled", "false");
                    services.get(i).setProperties(FrameworkUtil.asDictionary(changed));
                }
                default -> {
                    changed.put("cloudy.port", random.nextInt(60_000));
                    services.get(i).setProperties(FrameworkUtil.asDictionary(changed));
                }
            }
        }
        for (int i = 0; i < 5; i++) {
            services.get(i).setProperties(properties(number + "-" + i));
        }
    }

    @Test
    void checkThreadsEndWhenThereIsNothingToCheck() {
        ServiceRegistration<CloudyService> pads = register("pads", up());
        soon().until(() -> run("pads") == Run.UP);

        pads.unregister();

        soon().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("cloudy-registry-check")));
    }

    private ServiceRegistration<CloudyService> register(String name, CloudyService service) {
        return context.registerService(CloudyService.class, service, properties(name));
    }

    private static Dictionary<String, Object> properties(String name) {
        return FrameworkUtil.asDictionary(
                Map.of("component.name", name, "cloudy.type", "test", "cloudy.description", name, "cloudy.port", 9001));
    }

    private static CloudyService up() {
        return new CloudyService() {
            @Override
            public Health check() {
                return Health.up();
            }
        };
    }

    @SuppressWarnings("unchecked")
    private ServiceReference<ConfigurationAdmin> anyReference() {
        return (ServiceReference<ConfigurationAdmin>)
                (ServiceReference<?>) context.getServiceReference(Publisher.class);
    }

    private Run run(String name) {
        return service(name).map(LocalService::run).orElse(Run.MISSING);
    }

    private String reason(String name) {
        return service(name).map(LocalService::reason).orElse("");
    }

    private Optional<LocalService> service(String name) {
        return board.all().stream()
                .filter(each -> each.id().equals(name) || each.id().endsWith("/" + name))
                .findFirst();
    }

    /** Generous, for a machine that is busy with other things; nobody waits so long when all is well. */
    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
