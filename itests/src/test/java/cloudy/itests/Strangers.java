// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import cloudy.api.Audience;
import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.page.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A third party's bundle: it hears two thousand hostile announcements, and adds a page that works and one that does not. */
public final class Strangers implements Finder {

    static final int MANY = 2_000;
    static final String PLACE = "deploy/org.example.strangers.jar";

    private static final String[] HOSTILE = {
        "<img src=x onerror=\"window.hurt=1\">",
        "<script>window.hurt=1</script>",
        "\"><svg onload=window.hurt=1>",
        "javascript:window.hurt=1",
        "${window.hurt=1}{{window.hurt=1}}",
        "\u202Egnorw yaw \u2067\u2066 round",
        "</bdi></li></ul><h1>Your node is broken</h1>",
        "long ".repeat(2_000),
    };

    @Override
    public String carrier() {
        return "strangers";
    }

    @Override
    public void find(Sink sink) {
        for (int i = 0; i < MANY; i++) {
            String text = i + " " + HOSTILE[i % HOSTILE.length];
            sink.heard(Announcement.heardBy(carrier(), Audience.COMMUNITY, "stranger" + i, address(i), Instant.now())
                    .type("http")
                    .description(text)
                    .host(text)
                    .nodeId(Optional.of("stranger" + i))
                    .port(80)
                    .build());
        }
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 99, (byte) (number / 250), (byte) (1 + number % 250)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** A page that works. */
    public static final class Good implements Page {

        @Override
        public String service() {
            return "cloudy.serf";
        }

        @Override
        public Texts title() {
            return Texts.of("Contributed");
        }

        @Override
        public String module() {
            return "good.js";
        }

        @Override
        public String element() {
            return "strangers-good";
        }
    }

    /** A page whose module fails. */
    public static final class Broken implements Page {

        @Override
        public String service() {
            return "cloudy.serf";
        }

        @Override
        public Texts title() {
            return Texts.of("Broken");
        }

        @Override
        public String module() {
            return "broken.js";
        }

        @Override
        public String element() {
            return "strangers-broken";
        }
    }

    /** Writes the bundle. */
    static Path writeTo(Path jar) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        texts.put("OSGI-INF/finder.xml", component(Strangers.class, Finder.class));
        texts.put("OSGI-INF/good.xml", component(Good.class, Page.class));
        texts.put("OSGI-INF/broken.xml", component(Broken.class, Page.class));
        texts.put(
                "page/good.js",
                "import { make } from '/ui/page.js';"
                        + " customElements.define('strangers-good', class extends HTMLElement { async connectedCallback() {"
                        + " const node = await this.node.get('node');"
                        + " this.replaceChildren(make('p', {}, 'Hello from ' + node.name)); } });");
        texts.put("page/broken.js", "throw new Error('This page fell over');");
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "org.example.strangers");
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Import-Package", "cloudy.api,cloudy.api.network,cloudy.api.page,cloudy.api.form");
        main.putValue("Service-Component", "OSGI-INF/finder.xml,OSGI-INF/good.xml,OSGI-INF/broken.xml");
        main.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)(!(version>=2.0.0)))\"");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> code : new Class<?>[] {Strangers.class, Good.class, Broken.class}) {
                String name = code.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = code.getResourceAsStream("/" + name)) {
                    in.transferTo(out);
                }
            }
            for (Map.Entry<String, String> text : texts.entrySet()) {
                out.putNextEntry(new JarEntry(text.getKey()));
                out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static String component(Class<?> code, Class<?> service) {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s">
                  <implementation class="%s"/>
                  <service><provide interface="%s"/></service>
                </scr:component>
                """
                .formatted(code.getSimpleName(), code.getName(), service.getName());
    }
}
