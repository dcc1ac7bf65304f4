// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's folders, its framework, and settings that a test starts and starts again by hand. */
final class Etc {

    final List<String> log = new CopyOnWriteArrayList<>();

    private final Path home;
    private Osgi osgi;
    private EtcSettings settings;

    Etc(Path home) throws Exception {
        this.home = home;
        Files.createDirectories(home.resolve("etc"));
        osgi = new Osgi(home);
    }

    Osgi osgi() {
        return osgi;
    }

    EtcSettings settings() {
        return settings;
    }

    Path file(String name) {
        return home.resolve("etc").resolve(name);
    }

    Path data() {
        return home.resolve("data").resolve("settings");
    }

    Path put(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    /** Starts the settings, as a boot does. */
    EtcSettings start() {
        settings = new EtcSettings(
                new EtcFolder(home.resolve("etc")),
                new LastGood(data()),
                osgi.admin(),
                List.of(osgi.context().getBundles()),
                log::add);
        return settings;
    }

    /** Changes a file and has it looked at. */
    void change(String name, String text) throws IOException {
        put(name, text);
        settings.rescan();
    }

    /** Starts a framework that knows of no bundle and no configuration. */
    void reboot() throws Exception {
        osgi.close();
        osgi = new Osgi(home);
    }

    void close() throws Exception {
        osgi.close();
    }
}
