// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's folders, its framework, and settings that a test starts and starts again by hand. */
final class Etc {

    final List<String> log = new CopyOnWriteArrayList<>();

    Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private final Path home;
    private final List<String> audited = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Witnesses witnesses = new Witnesses();
    private Osgi osgi;
    private EtcSettings settings;

    Etc(Path home) throws Exception {
        this.home = home;
        Files.createDirectories(home.resolve("etc"));
        osgi = Osgi.shared();
        witnesses.sinks = List.of(event -> told.add(event.type() + ' ' + event.subject()));
        witnesses.setAudit((by, from, action, target, outcome) ->
                audited.add(by.name() + ' ' + action + ' ' + target + ": " + outcome));
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
        return start(EtcFolder.MAX_FILES);
    }

    EtcSettings start(int maxFiles) {
        settings = new EtcSettings(
                new EtcFolder(home.resolve("etc"), maxFiles),
                data(),
                () -> now,
                osgi.admin(),
                List.of(osgi.context().getBundles()),
                witnesses,
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
        osgi = Osgi.shared();
    }

    /** The entries of the audit log as lines. */
    List<String> audited() {
        return audited;
    }

    /** The types and subjects of the events. */
    List<String> told() {
        return told;
    }
}
