// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.CommandInfo;
import org.openqa.selenium.remote.HttpCommandExecutor;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.remote.http.HttpClient;
import org.openqa.selenium.remote.http.HttpMethod;

/** Debian's Chromium on a host, whose only trust beyond its own is a node's authority. */
final class Browser implements Closeable {

    static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PORT = 9515;
    private static final String AXE =
            """
            const told = arguments[arguments.length - 1];
            axe.run({preload: false}).then(
                found => told(found.violations
                    .filter(one => one.impact === 'serious' || one.impact === 'critical')
                    .map(one => one.id + ': ' + one.nodes.map(node => node.target).join(' '))),
                fault => told([String(fault)]));
            """;

    private final Process program;
    private final Relay relay;
    private final Driver driver;
    private final String root;

    private Browser(Process program, Relay relay, Driver driver, String root) {
        this.program = program;
        this.relay = relay;
        this.driver = driver;
        this.root = root;
    }

    /** Starts one on the node's host, with an empty profile; the authorities of others it trusts, too. */
    static Browser on(CloudyNode node, Path folder, CloudyNode... others) throws IOException {
        Path trust = emptyTrust(folder);
        trust(trust, node);
        for (CloudyNode other : others) {
            trust(trust, other);
        }
        return on(node.host(), folder);
    }

    /** Starts one on a host with a node in a Debian of its own. */
    static Browser on(Host host, Debian debian, Path folder) throws IOException {
        trust(emptyTrust(folder), host.name(), debian.file("/var/lib/cloudy/data"));
        return on(host, folder);
    }

    private static Path emptyTrust(Path folder) throws IOException {
        Path trust = Files.createDirectories(folder.resolve(".pki/nssdb"));
        certutil(trust, "-N", "--empty-password");
        return trust;
    }

    private static Browser on(Host host, Path folder) throws IOException {
        File printed = folder.resolveSibling(folder.getFileName() + ".log").toFile();
        Process program =
                host.start(printed, "env", "HOME=" + folder, "LANG=C.UTF-8", "chromedriver", "--port=" + PORT);
        Awaitility.await("chromedriver")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.readString(printed.toPath()).contains("started successfully"));
        Relay relay = Relay.to(host, folder.resolve("driver"), PORT);
        var driver = new Driver("http://127.0.0.1:" + relay.port(), options(folder));
        var browser = new Browser(program, relay, driver, "https://" + host.address() + ":7443");
        driver.manage().timeouts().scriptTimeout(LIMIT.multipliedBy(4));
        browser.width(1280);
        return browser;
    }

    private static void trust(Path trust, CloudyNode node) throws IOException {
        trust(trust, node.host().name(), node.home().resolve("data"));
    }

    private static void trust(Path trust, String name, Path data) throws IOException {
        Path authority = trust.resolve(name + ".crt");
        String certificate = Files.readString(data.resolve("https/authority.pem"));
        Files.writeString(authority, certificate.substring(certificate.indexOf("-----BEGIN CERTIFICATE")));
        certutil(trust, "-A", "-n", name, "-t", "C,,", "-a", "-i", authority.toString());
    }

    private static void certutil(Path trust, String... rest) {
        var line = new ArrayList<>(List.of("certutil", "-d", "sql:" + trust));
        line.addAll(List.of(rest));
        Command.run(line).succeeded();
    }

    private static ChromeOptions options(Path folder) {
        var logs = new LoggingPreferences();
        logs.enable("browser", Level.ALL);
        logs.enable("performance", Level.ALL);
        var options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--user-data-dir=" + folder.resolve("profile"));
        return options;
    }

    /** Speaks Chromium's own protocol beside the standard one. */
    private static final class Driver extends RemoteWebDriver {

        private static final String CDP = "executeCdpCommand";

        // Of the ways to bring a command, the one that needs no server of Selenium's own.
        @SuppressWarnings("removal")
        Driver(String address, ChromeOptions options) {
            super(
                    new HttpCommandExecutor(
                            Map.of(CDP, new CommandInfo("/session/:sessionId/goog/cdp/execute", HttpMethod.POST)),
                            ClientConfig.defaultConfig().baseUri(URI.create(address)),
                            HttpClient.Factory.createDefault()),
                    options);
        }

        Object tell(String command, Map<String, Object> parameters) {
            return execute(CDP, Map.of("cmd", command, "params", parameters)).getValue();
        }
    }

    /** Says something to Chromium in its own protocol, and returns what it answers. */
    Map<?, ?> tell(String command, Map<String, Object> parameters) {
        return (Map<?, ?>) driver.tell(command, parameters);
    }

    void width(int pixels) {
        tell(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", pixels < 500));
    }

    /** Opens a page of the node. */
    void open(String path) {
        driver.get(root + path);
    }

    String path() {
        return URI.create(driver.getCurrentUrl()).getPath();
    }

    Object script(String text, Object... arguments) {
        return driver.executeScript(text, arguments);
    }

    /** Runs a script that calls its last argument when it is done. */
    Object await(String text, Object... arguments) {
        return driver.executeAsyncScript(text, arguments);
    }

    /** Waits until nothing has been asked of the node for a moment, and everything is drawn. */
    void settles() {
        await(
                """
                const told = arguments[arguments.length - 1];
                performance.clearResourceTimings();
                let before = -1;
                (function look() {
                    const now = performance.getEntriesByType('resource').length;
                    if (now === before) told(true);
                    else setTimeout(look, 250);
                    before = now;
                })();
                """);
    }

    String text() {
        return (String) script("return document.body.innerText");
    }

    void sees(String text) {
        Awaitility.await("to see " + text)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(text()).contains(text));
    }

    void until(String what, String condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(script("return !!(" + condition + ")"))
                        .withFailMessage(() -> what + " is not in: " + text())
                        .isEqualTo(true));
    }

    /** Presses keys, whatever has the focus. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Tabs to the button that says something, and presses it. */
    void keysTo(String button) {
        for (int tabs = 0; tabs < 40; tabs++) {
            if (button.equals(script("return document.activeElement.innerText.trim()"))) {
                keys(Keys.ENTER);
                return;
            }
            keys(Keys.TAB);
        }
        throw new AssertionError("no key leads to " + button);
    }

    /** Fills in a field of the page, or of the dialog over it. */
    void type(String field, String text) {
        WebElement input = driver.findElement(By.cssSelector(over() + "[name='" + field + "']"));
        input.clear();
        input.sendKeys(text);
    }

    /** Chooses a file of this machine in a field for files. */
    void choose(String field, Path file) {
        driver.findElement(By.cssSelector("[name='" + field + "']")).sendKeys(file.toString());
    }

    /** Has what is downloaded end in a folder. */
    void downloadsTo(Path folder) throws IOException {
        tell(
                "Browser.setDownloadBehavior",
                Map.of(
                        "behavior",
                        "allow",
                        "downloadPath",
                        Files.createDirectories(folder).toString()));
    }

    /** Sends the form that a field is in. */
    void submit(String field) {
        script("document.querySelector(arguments[0]).form.requestSubmit()", over() + "[name='" + field + "']");
    }

    /** Presses the button or link that says something, of the page or of the dialog over it. */
    void press(String text) {
        WebElement pressed = Awaitility.await("button " + text)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> (WebElement) script(
                                "return [...document.querySelectorAll(arguments[0])]"
                                        + ".find(one => one.innerText.trim() === arguments[1] && one.checkVisibility())",
                                over() + ":is(button, a, summary, label)",
                                text),
                        found -> found != null);
        script("arguments[0].scrollIntoView({block: 'center'})", pressed);
        pressed.click();
    }

    private String over() {
        return Boolean.TRUE.equals(script("return !!document.querySelector('dialog')")) ? "dialog " : "";
    }

    /** What is seriously wrong for people who use the page in other ways. */
    List<?> barriers() throws IOException {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) driver.executeAsyncScript(AXE);
    }

    /** What the console of the browser says, but for answers that the page deals with. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    /** What the browser's network did since it was last asked, by its own account. */
    List<Map<?, ?>> network() {
        return driver.manage().logs().get("performance").getAll().stream()
                .map(entry -> (Map<?, ?>) new Json().<Map<String, Object>>toType(entry.getMessage(), Json.MAP_TYPE))
                .<Map<?, ?>>map(entry -> (Map<?, ?>) entry.get("message"))
                .toList();
    }

    /** Keeps the whole page as a picture, for people to look at. */
    void keepScreen(String name) throws IOException {
        Map<?, ?> size = (Map<?, ?>) tell("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        Map<String, Object> whole =
                Map.of("x", 0, "y", 0, "width", size.get("width"), "height", size.get("height"), "scale", 1);
        keep(name + ".png", tell("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", whole)));
    }

    /** Keeps the page as it is printed. */
    void print(String name) throws IOException {
        keep(name + ".pdf", tell("Page.printToPDF", Map.of("paperWidth", 8.27, "paperHeight", 11.69)));
    }

    private static void keep(String name, Map<?, ?> answer) throws IOException {
        Path screens = Files.createDirectories(Project.target().resolve("screens"));
        Files.write(screens.resolve(name), Base64.getDecoder().decode((String) answer.get("data")));
    }

    @Override
    public void close() {
        driver.quit();
        relay.close();
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
    }
}
