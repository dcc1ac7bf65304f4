// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import com.fasterxml.jackson.core.JsonFactory;
import jakarta.servlet.http.HttpServlet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.io.IOUtils;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.http.jetty.internal.JettyActivator;
import org.apache.felix.scr.info.ScrInfo;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.snakeyaml.engine.v2.api.Load;

/** A framework with SCR and Felix HTTP on Jetty as the node has them, on free ports of loopback; the API's types are the tests'. */
final class Osgi {

    private static final String SHARED = Stream.of(
                    "access",
                    "cluster",
                    "event",
                    "file",
                    "form",
                    "job",
                    "metric",
                    "network",
                    "registry",
                    "rest",
                    "settings")
            .map(name -> ",cloudy.api." + name + ";version=1.0.0")
            .collect(Collectors.joining("", "cloudy.api;version=1.0.0", ""));
    private static final String LIBRARIES =
            ",org.slf4j;version=1.7.36,org.slf4j;version=2.0.0,org.slf4j.spi;version=2.0.0,org.osgi.service.component;version=1.5.1,"
                    + "org.osgi.service.component.runtime;version=1.5.1,org.osgi.service.component.runtime.dto;version=1.5.1,"
                    + "org.osgi.service.cm;version=1.6.1,org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0";

    private final Framework framework;

    Osgi(Path home, Map<String, String> properties) throws BundleException, IOException {
        var all = new HashMap<>(properties);
        all.put(
                Constants.FRAMEWORK_STORAGE,
                Files.createTempDirectory(home, "cache").toString());
        all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED + LIBRARIES);
        all.put("felix.log.level", "1");
        all.put("org.apache.felix.http.host", "127.0.0.1");
        all.put("org.osgi.service.http.port", "0");
        all.put("org.osgi.service.http.port.secure", "0");
        framework = new FrameworkFactory().newFramework(all);
        framework.start();
        install(ScrInfo.class).start();
        for (Class<?> library :
                List.of(HttpServlet.class, IOUtils.class, FileUpload.class, JsonFactory.class, Load.class)) {
            install(library).start();
        }
    }

    /** Starts the web server; apart, for tests may want to be ready before. */
    void startHttp() throws BundleException {
        install(JettyActivator.class).start();
    }

    /** Where the web server listens, such as {@code https://127.0.0.1:4711/}. */
    String endpoint(String scheme) throws InvalidSyntaxException {
        ServiceReference<?> runtime =
                context().getAllServiceReferences("org.osgi.service.servlet.runtime.HttpServiceRuntime", null)[0];
        return Stream.of((String[]) runtime.getProperty("osgi.http.endpoint"))
                .filter(url -> url.startsWith(scheme + ":"))
                .findFirst()
                .orElseThrow();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Installs the jar or folder that a class comes from. */
    Bundle install(Class<?> type) throws BundleException {
        return context()
                .installBundle("reference:"
                        + type.getProtectionDomain().getCodeSource().getLocation());
    }

    /** Installs a bundle as a third party's own build would make it: a package and its files. */
    Bundle install(String name, Class<?> member, Map<String, String> files) throws Exception {
        try (var builder = new Builder()) {
            builder.setBundleSymbolicName(name);
            builder.setProperty("-privatepackage", member.getPackageName());
            builder.setProperty("-noimportjava", "true");
            for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (new File(path).exists()) {
                    builder.addClasspath(new File(path));
                }
            }
            var bytes = new ByteArrayOutputStream();
            Jar jar = builder.build();
            files.forEach((path, text) -> jar.putResource(path, new EmbeddedResource(text, 0L)));
            jar.write(bytes);
            if (!builder.getErrors().isEmpty()) {
                throw new AssertionError(builder.getErrors());
            }
            return context().installBundle("test:" + name, new ByteArrayInputStream(bytes.toByteArray()));
        }
    }

    <T> ServiceRegistration<T> register(Class<T> type, T service) {
        return context().registerService(type, service, null);
    }

    void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
