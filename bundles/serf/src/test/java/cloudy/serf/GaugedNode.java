// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A node as it comes out of the archive, with a {@link Gauge} in its drop folder. */
final class GaugedNode implements AutoCloseable {

    private static final int BOOT_SECONDS = 90;

    private final Path home;
    private final Process process;
    private final int port;
    private final Map<String, CompletableFuture<Long>> found = new ConcurrentHashMap<>();
    private Socket socket;

    /**
     * Unpacks and starts it.
     *
     * @param number sets its ports apart from those of other nodes on this host
     * @param settings what etc/cloudy.serf.cfg says
     */
    GaugedNode(Path archive, Path home, int number, String settings) throws IOException, InterruptedException {
        this.home = Files.createDirectories(home);
        port = 7600 + number;
        Process tar = new ProcessBuilder(
                        "tar", "-xzf", archive.toString(), "-C", home.toString(), "--strip-components=1")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException(archive + " cannot be unpacked");
        }
        Files.writeString(home.resolve("etc/cloudy.serf.cfg"), settings);
        writeGauge(home.resolve("deploy/gauge.jar"));
        var command = new ProcessBuilder(home.resolve("bin/cloudy").toString(), "run")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console.log").toFile());
        command.environment().put("CLOUDY_SSH_PORT", Integer.toString(8100 + number));
        process = command.start();
    }

    private void writeGauge(Path jar) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "gauge");
        main.putValue(
                "Import-Package",
                "cloudy.api;version=\"[1.0,2)\",cloudy.api.network;version=\"[1.0,2)\",org.osgi.framework");
        main.putValue("Service-Component", "OSGI-INF/gauge.xml");
        main.putValue(
                "Require-Capability", "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0))\"");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : List.of("Gauge", "Gauge$Up")) {
                String file = "cloudy/serf/" + name + ".class";
                out.putNextEntry(new JarEntry(file));
                try (InputStream code = Gauge.class.getResourceAsStream("/" + file)) {
                    code.transferTo(out);
                }
            }
            out.putNextEntry(new JarEntry("OSGI-INF/gauge.xml"));
            out.write(component().getBytes(StandardCharsets.UTF_8));
        }
    }

    private String component() {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="gauge" init="3" deactivate="close">
                  <implementation class="cloudy.serf.Gauge"/>
                  <property name="port" type="Integer" value="%d"/>
                  <reference name="directory" interface="cloudy.api.network.ServiceDirectory" parameter="1"/>
                </scr:component>
                """
                .formatted(port);
    }

    /** Waits until the node is up, and listens to its gauge from then on. */
    GaugedNode await() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOOT_SECONDS);
        while (socket == null) {
            try {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new IOException("the node did not start; see " + home.resolve("console.log"), e);
                }
                SerfBench.pause(100, TimeUnit.MILLISECONDS);
            }
        }
        socket.setTcpNoDelay(true);
        var thread = new Thread(this::listen, "bench-" + home.getFileName());
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void listen() {
        try {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String type = in.readLine(); type != null; type = in.readLine()) {
                found(type).complete(System.nanoTime());
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** Publishes a service of this type in the registry, in the place of the last one. */
    void publish(String type) throws IOException {
        socket.getOutputStream().write((type + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** When the directory first found a service of this type that Serf told of, in {@link System#nanoTime}'s time. */
    CompletableFuture<Long> found(String type) {
        return found.computeIfAbsent(type, unknown -> new CompletableFuture<>());
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
        process.destroy();
        process.onExit().completeOnTimeout(process, 15, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
