// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.doctor.Check;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/** This bundle as it is built, made by the Declarative Services that Karaf has. */
class ComponentTest {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;

    @TempDir
    Path home;

    private Framework framework;
    private Bundle room;

    @BeforeEach
    void start() throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        System.setProperty("karaf.base", home.toString());
        System.setProperty("karaf.data", home.resolve("data").toString());
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                        home.resolve("cache").toString(),
                        "org.osgi.framework.startlevel.beginning",
                        "100",
                        "org.osgi.framework.system.packages.extra",
                        "cloudy.api;version=1.0.0,cloudy.api.doctor;version=1.0.0,cloudy.api.event;version=1.0.0,"
                                + "cloudy.api.file;version=1.0.0,cloudy.api.form;version=1.0.0,"
                                + "org.slf4j;version=1.7.36"));
        framework.start();
        for (Class<?> inside : List.of(
                org.osgi.util.function.Function.class,
                org.osgi.util.promise.Promise.class,
                org.osgi.service.component.ComponentContext.class,
                org.apache.felix.scr.info.ScrInfo.class)) {
            install(inside);
        }
        room = install(DropFolder.class);
    }

    private Bundle install(Class<?> inside) throws Exception {
        Bundle bundle = framework
                .getBundleContext()
                .installBundle("reference:"
                        + inside.getProtectionDomain().getCodeSource().getLocation());
        bundle.start();
        return bundle;
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
        System.setErr(stderr);
        System.clearProperty("karaf.base");
        System.clearProperty("karaf.data");
    }

    @Test
    void followsTheFolderWhileItIsActiveAndLeavesNoThreadBehind() throws Exception {
        await().until(() -> Files.exists(home.resolve("deploy")));
        Jar.bundle("org.example.hello", "1.0.0").dropAs(home.resolve("deploy/hello.jar"));
        await().until(() -> isActive("hello.jar"));
        assertThat(ourThreads()).contains("cloudy-deploy", "cloudy-deploy-watch");

        room.stop();
        await().until(() -> ourThreads().isEmpty());
        Jar.bundle("org.example.later", "1.0.0").dropAs(home.resolve("deploy/later.jar"));
        assertThat(isActive("hello.jar")).isTrue();

        room.start();
        await().until(() -> isActive("later.jar"));
    }

    @Test
    void saysWhyAComponentCannotBeMade() throws Exception {
        await().until(() -> Files.exists(home.resolve("deploy")));
        Jar.bundle("org.example.broken", "1.0.0")
                .type(
                        "org.example.broken.Pads",
                        "package org.example.broken; public class Pads { public Pads() {"
                                + " throw new IllegalStateException(\"no disk\"); } }")
                .entry(
                        "OSGI-INF/pads.xml",
                        "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='pads'>"
                                + "<implementation class='org.example.broken.Pads'/></scr:component>")
                .with("Service-Component", "OSGI-INF/pads.xml")
                .with(
                        "Require-Capability",
                        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3)(!(version>=2)))\"")
                .dropAs(home.resolve("deploy/broken.jar"));

        await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("deploy/broken.jar: its component pads does not start:"
                        + " java.lang.IllegalStateException: no disk"));
        var context = framework.getBundleContext();
        var check = context.getService(context.getServiceReference(Check.class));
        await().untilAsserted(() -> assertThat(check.look().text().english())
                .contains("deploy/broken.jar: its component pads does not start"));
    }

    private boolean isActive(String jar) {
        Bundle bundle = framework.getBundleContext().getBundle("deploy:" + jar);
        return bundle != null && bundle.getState() == Bundle.ACTIVE;
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("cloudy-deploy"))
                .toList();
    }
}
