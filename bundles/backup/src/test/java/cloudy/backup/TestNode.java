// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.Audience;
import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.backup.Backup;
import cloudy.api.job.Jobs;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import cloudy.testing.JobsAtOnce;
import cloudy.testing.MemorySettings;
import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A node's folders, with what its rooms keep in them, and the backups over them. */
final class TestNode implements LocalServices, Audit {

    static final RecoveryKey KEY = RecoveryKey.make();

    final Place place;
    Clock clock = Clock.systemUTC();
    String version = "1.0.0";
    final JobsAtOnce jobs = new JobsAtOnce();
    final MemorySettings settings = new MemorySettings();
    final List<String> restarts = new ArrayList<>();
    final List<String> audited = new ArrayList<>();
    final List<String> switched = new ArrayList<>();
    final Map<String, LocalService> services = new HashMap<>();
    private final Map<String, Object> wishes = new HashMap<>(Map.of("recipient", KEY.recipient()));
    private final List<Backup> contributed = new ArrayList<>();

    TestNode(Path folder) throws IOException {
        place = new Place(
                folder.resolve("home"), folder.resolve("base"), folder.resolve("etc"), folder.resolve("data"));
        write("data/node/identity.pem", "the identity");
        write("data/access/users.json", "people");
        write("data/log/cloudy.log", "noise");
        write("data/cache/bundle0/bundle.jar", "a copy");
        write("etc/cloudy.node.cfg", "name = alpha\n");
        write("etc/tls/own.key", "a key");
        write("etc/config.properties", "of the version");
        write("base/deploy/pads.jar", "a jar");
    }

    TestNode with(String wish, Object value) {
        wishes.put(wish, value);
        return this;
    }

    TestNode with(Backup backup) {
        contributed.add(backup);
        return this;
    }

    /** No service wants anything saved from now on. */
    void forget() {
        contributed.clear();
    }

    BackupConfig config() {
        return Wishes.of(BackupConfig.class, wishes);
    }

    NodeBackups backups() {
        return backups(jobs);
    }

    NodeBackups backups(Jobs jobs) {
        var backups = new NodeBackups(
                config(),
                place,
                SomeNode.named("alpha"),
                version,
                jobs,
                settings,
                this,
                () -> restarts.add("now"),
                Runnable::run,
                clock,
                false);
        backups.contributed = List.copyOf(contributed);
        return backups;
    }

    /** Writes a file of the node; its folders are made. */
    Path write(String name, String text) throws IOException {
        Path file = place.data().resolveSibling(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    String read(String name) throws IOException {
        return Files.readString(place.data().resolveSibling(name));
    }

    /** The name of a backup of all, made now. */
    String backup() {
        backups().create("", Reason.ASKED, Caller.node());
        return jobs.results().getOrDefault("name", "none: " + jobs.reason());
    }

    /** What waits for the next start, with its text, and what is made ready besides. */
    Map<String, String> staged() throws IOException {
        Map<String, String> staged = new HashMap<>();
        Path folder = place.restore();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    staged.put(
                            folder.relativize(file).toString(),
                            Files.readString(file).strip());
                }
            }
        }
        return staged;
    }

    @Override
    public void append(Caller caller, String from, String action, String target, String outcome) {
        audited.add(caller.name() + ' ' + action + ' ' + target + ' ' + outcome);
    }

    @Override
    public List<LocalService> all() {
        return List.copyOf(services.values());
    }

    @Override
    public long revision() {
        return switched.size();
    }

    @Override
    public void wish(String id, LocalService.Wish wish, Caller by) {
        switched.add(id + (wish.enabled() ? " on" : " off"));
        service(id, wish.enabled());
    }

    void service(String id, boolean on) {
        services.put(
                id,
                new LocalService(
                        id,
                        id,
                        on ? LocalService.Run.UP : LocalService.Run.OFF,
                        "",
                        Instant.EPOCH,
                        new LocalService.Wish(on, true, Audience.COMMUNITY),
                        List.of()));
    }

    @Override
    public void check(String id) {
        throw new UnsupportedOperationException();
    }
}
