// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.cm.PersistenceManager;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A framework without a memory and its ConfigurationAdmin, the ones that Karaf has. Types of the API are those of the tests. */
final class Osgi {

    private static final String SHARED = "org.osgi.service.cm;version=1.6.1,org.slf4j;version=1.7.36,"
            + "org.osgi.service.component;version=1.5.1,org.osgi.service.component.runtime;version=1.5.1,"
            + "org.osgi.service.component.runtime.dto;version=1.5.1,"
            + "org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0,"
            + "cloudy.api;version=1.0.0,cloudy.api.access;version=1.0.0,cloudy.api.doctor;version=1.0.0,"
            + "cloudy.api.event;version=1.0.0,"
            + "cloudy.api.file;version=1.0.0,cloudy.api.form;version=1.0.0,cloudy.api.rest;version=1.0.0,"
            + "cloudy.api.settings;version=1.0.0";

    /** Started once: what a framework takes to start and stop is most of what these tests take. */
    private static Osgi shared;

    private final Framework framework;
    private final ConfigurationAdmin admin;

    Osgi(Path home) throws BundleException, IOException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        Files.createTempDirectory(home, "cache").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        SHARED,
                        "felix.log.level",
                        "1",
                        "karaf.etc",
                        home.resolve("etc").toString(),
                        "karaf.data",
                        home.resolve("data").toString()));
        framework.start();
        install(PersistenceManager.class).start();
        admin = context().getService(context().getServiceReference(ConfigurationAdmin.class));
    }

    /** The framework that tests use one after the other, without anything that the one before left in it. */
    static synchronized Osgi shared() throws Exception {
        if (shared == null) {
            shared = new Osgi(Files.createTempDirectory(Path.of("target"), "osgi"));
        }
        shared.reset();
        return shared;
    }

    private void reset() throws Exception {
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getLocation().startsWith("test:")) {
                bundle.uninstall();
            }
        }
        Configuration[] left = admin.listConfigurations(null);
        for (Configuration configuration : left == null ? new Configuration[0] : left) {
            configuration.delete();
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    ConfigurationAdmin admin() {
        return admin;
    }

    /** The configuration of a PID, or null. */
    Configuration configuration(String pid) throws Exception {
        Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
        return found == null ? null : found[0];
    }

    /** A property of a configuration, or null. */
    Object property(String pid, String key) throws Exception {
        Configuration configuration = configuration(pid);
        return configuration == null ? null : configuration.getProperties().get(key);
    }

    /** Installs the jar or folder that a class comes from. */
    Bundle install(Class<?> type) throws BundleException {
        return context()
                .installBundle("reference:"
                        + type.getProtectionDomain().getCodeSource().getLocation());
    }

    /** Installs a bundle that says something of its settings, and does not start it. */
    Bundle declare(String name, String designate, String attributes) throws Exception {
        return context().installBundle("test:" + name, jar(name, designate, attributes));
    }

    /** A bundle that says something of its settings. */
    static InputStream jar(String name, String designate, String attributes) throws IOException {
        return jar(
                name,
                Map.of(),
                Map.of(
                        "OSGI-INF/metatype/config.xml",
                        "<MetaData><OCD id='c' name='c'>" + attributes + "</OCD><Designate " + designate
                                + "><Object ocdref='c'/></Designate></MetaData>"));
    }

    /** A bundle of texts. */
    static InputStream jar(String name, Map<String, String> headers, Map<String, String> files) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.forEach(manifest.getMainAttributes()::putValue);
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
