// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What a bundle brings to the console, in a real browser, under the policy that the console has. The test's own
 * {@code /page.js} plays the console: it makes the element, and hands it a way to the API that answers from memory.
 */
public final class PageInBrowser implements AutoCloseable {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "require-trusted-types-for 'script'";
    private static final String HTML = "<!doctype html><body><script type=module src=/page.js></script></body>";
    /** What the console itself has for pages, at the address that it has there. */
    private static final String SHARED = "/ui/page.js";

    private static final Path SHARED_FILE = Path.of("../console/src/main/ts/static/page.js");
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final int LIMIT_SECONDS = 60;
    private static final Pattern LANGUAGE = Pattern.compile("(?s)  (?:en|ca|es): \\{(.*?)\\n  },");
    private static final Pattern KEY = Pattern.compile("(\\w+|'[a-z-]+'): '");

    private final Class<?> test;
    private final Path folder;
    private final HttpServer server;

    /**
     * Serves a page.
     *
     * @param test finds its resources: {@code /page.js}, and {@code /page/<module>}
     * @param folder for what the browser leaves
     * @param modules the scripts of the page
     */
    public PageInBrowser(Class<?> test, Path folder, String... modules) throws IOException {
        this.test = test;
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            send(exchange, "text/html", HTML);
        });
        for (String module : modules) {
            server.createContext("/" + module, exchange -> send(exchange, "text/javascript", script(module)));
        }
        server.createContext(SHARED, exchange -> send(exchange, "text/javascript", Files.readString(SHARED_FILE)));
        server.createContext("/page.js", exchange -> send(exchange, "text/javascript", read("/page.js")));
        server.start();
    }

    /**
     * Has what is below a folder of the class path served, too.
     *
     * @param place where, such as {@code /ui/}
     * @param from the folder, with a slash at its end
     */
    public PageInBrowser with(String place, String from) {
        server.createContext(place, exchange -> {
            String file = exchange.getRequestURI().getPath().substring(place.length());
            String type = file.endsWith(".js") ? "text/javascript" : file.endsWith(".css") ? "text/css" : "text/html";
            send(exchange, type, read(from + file));
        });
        return this;
    }

    /** Whether there is a browser. */
    public static boolean hasBrowser() {
        return Files.isExecutable(BROWSER);
    }

    /** One of the page's scripts. */
    public String script(String module) throws IOException {
        return read("/page/" + module);
    }

    /** The keys of the texts in a script, for each language that it has. */
    public List<List<String>> keys(String module) throws IOException {
        return LANGUAGE.matcher(script(module))
                .results()
                .map(language -> KEY.matcher(language.group(1))
                        .results()
                        .map(key -> key.group(1))
                        .toList())
                .toList();
    }

    /**
     * The page as it is after some seconds of its own time, as markup.
     *
     * @param query what {@code /page.js} is told
     */
    public String shown(String query) throws IOException, InterruptedException {
        Path dom = folder.resolve("dom.html");
        Process browser = new ProcessBuilder(
                        BROWSER.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=8000",
                        "--dump-dom",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/" + query)
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!browser.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the browser does not end");
            }
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        return Files.readString(dom);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String read(String resource) throws IOException {
        try (InputStream in = test.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not there");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
