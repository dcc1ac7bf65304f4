// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A real framework with a real SCR, which lends its bundles the API from the class path of the test. */
final class SmallFramework {

    private static final String PACKAGES = "cloudy.api;version=1.0.0,cloudy.api.network;version=1.0.0,"
            + "org.osgi.service.component;version=1.5.0,org.osgi.service.component.runtime;version=1.5.0,"
            + "org.osgi.service.component.runtime.dto;version=1.5.0,"
            + "org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0";

    private final Framework framework;

    SmallFramework(Path storage) throws BundleException, ClassNotFoundException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        PACKAGES,
                        "ds.service.changecount.timeout",
                        "50",
                        "ds.loglevel",
                        "1"));
        framework.start();
        Class<?> scr = Class.forName("org.apache.felix.scr.impl.Activator");
        context()
                .installBundle(
                        scr.getProtectionDomain().getCodeSource().getLocation().toString())
                .start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Starts a bundle with a class of the tests as its component. */
    Bundle start(String name, Class<?> component, String xml) throws IOException, BundleException {
        var jar = new ByteArrayOutputStream();
        var manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.putValue(Constants.IMPORT_PACKAGE, "cloudy.api");
        headers.putValue("Service-Component", "OSGI-INF/component.xml");
        try (var out = new JarOutputStream(jar, manifest)) {
            String path = component.getName().replace('.', '/') + ".class";
            out.putNextEntry(new ZipEntry(path));
            try (InputStream bytes = component.getClassLoader().getResourceAsStream(path)) {
                bytes.transferTo(out);
            }
            out.putNextEntry(new ZipEntry("OSGI-INF/component.xml"));
            out.write(xml.getBytes(StandardCharsets.UTF_8));
        }
        Bundle bundle = context().installBundle("test:" + name, new ByteArrayInputStream(jar.toByteArray()));
        bundle.start();
        return bundle;
    }

    /** A component's description, as bnd would write it. */
    static String component(String name, Class<?> type, String attributes, String inside) {
        return "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='" + name + "' " + attributes + ">"
                + "<implementation class='" + type.getName() + "'/>"
                + "<service><provide interface='cloudy.api.CloudyService'/></service>"
                + "<property name='cloudy.type' value='hello'/>"
                + "<property name='cloudy.description' value='Hello'/>"
                + inside
                + "</scr:component>";
    }

    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
