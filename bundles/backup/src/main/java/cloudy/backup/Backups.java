// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import cloudy.api.Node;
import cloudy.api.backup.Backup;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs.Progress;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Makes backups, looks through them, and makes them ready to be put in place; one at a time. */
final class Backups {

    /** What has to stay free on a disk: a node with a full one is worse off than one without a backup. */
    private static final long RESERVE = 64L << 20;

    /** How many of those before upgrades are kept. */
    private static final int OF_UPGRADES = 3;

    private static final String LIST = ".sums";
    private static final FileAttribute<?> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final ReentrantLock one;
    private final History history;
    private final Place place;
    private final Vault vault;
    private final Limits limits;
    private final Node node;
    private final String version;
    private final Clock clock;

    /**
     * What the settings say.
     *
     * @param recipient the public recovery key; empty for none
     * @param kept how many backups of one thing are kept
     * @param bytes how much may be in one
     */
    record Limits(String recipient, int kept, long bytes) {}

    /** @param one is held by who makes or reads a backup, also by settings that hold no more */
    Backups(
            Place place,
            Vault vault,
            Limits limits,
            Node node,
            String version,
            Clock clock,
            History history,
            ReentrantLock one) {
        this.history = history;
        this.one = one;
        this.place = place;
        this.vault = vault;
        this.limits = limits;
        this.node = node;
        this.version = version;
        this.clock = clock;
    }

    Place place() {
        return place;
    }

    Vault vault() {
        return vault;
    }

    String recipient() {
        return limits.recipient();
    }

    /** Why no backup can be made: nothing secret is ever written where others could read it. */
    static Texts noKey() {
        return Texts.of(
                "Encara no hi ha cap clau de recuperació, i sense ella no es fa cap còpia: cloudy backup key en fa una.",
                "Aún no hay ninguna clave de recuperación, y sin ella no se hace ninguna copia: cloudy backup key hace una.",
                "There is no recovery key yet, and without one no backup is made: cloudy backup key makes one.");
    }

    /** Makes a backup of one service, or of the whole node ({@code ""}). */
    void create(
            String service, Reason reason, List<Backup> all, Stopped stopped, Packer.Keepers keepers, Progress progress)
            throws IOException, InterruptedException {
        if (limits.recipient().isEmpty()) {
            throw Explained.failure(noKey());
        }
        if (!service.isEmpty()) {
            make(service, reason, all, stopped, keepers, progress);
            return;
        }
        try {
            make(service, reason, all, stopped, keepers, progress);
            history.succeeded(clock.instant());
        } catch (IOException | RuntimeException e) {
            history.failed();
            throw e;
        }
    }

    private void make(
            String service, Reason reason, List<Backup> all, Stopped stopped, Packer.Keepers keepers, Progress progress)
            throws IOException, InterruptedException {
        one.lockInterruptibly();
        try {
            Contents contents =
                    service.isEmpty() ? Contents.ofNode(place, all) : Contents.ofService(place, service, all);
            Files.createDirectories(vault.folder(), FOLDER);
            AtomicFile.sweep(vault.folder(), "*" + Vault.ENDING);
            AtomicFile.sweep(vault.folder(), "*" + Vault.ENDING + LIST);
            try {
                if (!contents.stopped().isEmpty()) {
                    progress.step(Texts.of("S'aturen serveis", "Se detienen servicios", "Stopping services"));
                    stopped.stop(contents.stopped(), progress.by());
                }
                write(service, reason, contents, keepers, progress);
            } finally {
                stopped.start(progress.by());
            }
        } finally {
            one.unlock();
        }
    }

    private void write(String service, Reason reason, Contents contents, Packer.Keepers keepers, Progress progress)
            throws IOException, InterruptedException {
        var about = new About(node.id(), node.name(), version, clock.instant(), service, contents.parts());
        String name = vault.name(node.name(), service, reason, about.created());
        Path unfinished = vault.unfinished(name);
        Path list = vault.unfinished(name + LIST);
        var counted = new Counted(limits.bytes(), room(reason));
        progress.step(Texts.of("S'escriu %s", "Se escribe %s", "Writing %s").with(name));
        try {
            try (FileChannel file = FileChannel.open(unfinished, Set.of(CREATE_NEW, WRITE), OWNER);
                    OutputStream sealed =
                            Sealed.writing(new Unclosed(Channels.newOutputStream(file)), limits.recipient());
                    var tar = new TarWriter(sealed)) {
                try (OutputStream sums = new BufferedOutputStream(
                        Channels.newOutputStream(FileChannel.open(list, Set.of(CREATE_NEW, WRITE), OWNER)))) {
                    var packer = new Packer(tar, sums, counted, vault.folder(), keepers, progress::log);
                    packer.pack(about, contents.items());
                    sums.flush();
                    packer.end(list, about.created().getEpochSecond());
                }
                file.force(true);
            }
            Files.move(unfinished, vault.folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.syncFolder(vault.folder());
        } finally {
            Files.deleteIfExists(unfinished);
            Files.deleteIfExists(list);
        }
        progress.log(counted.files() + " files, " + counted.bytes() + " bytes");
        for (String gone : vault.prune(
                node.name(),
                service,
                reason,
                reason == Reason.UPGRADE ? OF_UPGRADES : limits.kept(),
                clock.instant())) {
            progress.log("removed " + gone + ", the oldest");
        }
        progress.result("name", name);
    }

    /** Looks whether a backup is what its list says, and its services are content with it. */
    void verify(String name, String secret, List<Backup> all, Progress progress)
            throws IOException, InterruptedException {
        unpacked(name, secret, false, all, progress, (stage, about) -> stage.clear());
    }

    /** Makes a backup, or one service of it ({@code ""} for all), ready for the next start. */
    void restore(String name, String secret, String service, List<Backup> all, Progress progress)
            throws IOException, InterruptedException {
        unpacked(name, secret, true, all, progress, (stage, about) -> {
            String wanted = service.isEmpty() ? about.service() : service;
            if (wanted.isEmpty()) {
                stage.node(about, version);
            } else {
                stage.service(about, wanted);
            }
            progress.step(stage.waiting());
        });
    }

    private interface Use {

        void of(Stage stage, About about) throws IOException;
    }

    private void unpacked(String name, String secret, boolean lasting, List<Backup> all, Progress progress, Use use)
            throws IOException, InterruptedException {
        one.lockInterruptibly();
        var stage = new Stage(place, progress::log);
        try {
            Path folder = stage.begin();
            progress.step(Texts.of("Es llegeix %s", "Se lee %s", "Reading %s").with(name));
            var counted = new Counted(limits.bytes(), room(folder));
            About about;
            try (InputStream file = Files.newInputStream(vault.find(name));
                    InputStream archive = Sealed.reading(file, secret)) {
                about = new Unpacker(archive, folder, counted, lasting).unpack();
            }
            progress.log("of " + Refusal.shown(about.name()) + " (" + Refusal.shown(about.node()) + "), made "
                    + about.created() + " by version " + Refusal.shown(about.version()) + ": " + counted.files()
                    + " files, " + counted.bytes() + " bytes");
            if (lasting) {
                about.requireNotNewerThan(version);
            }
            stage.check(about, all);
            use.of(stage, about);
        } finally {
            try {
                stage.clear();
            } finally {
                one.unlock();
            }
        }
    }

    /** Stays open until it has reached the disk. */
    private static final class Unclosed extends FilterOutputStream {

        private Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int at, int length) throws IOException {
            out.write(bytes, at, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** What nobody asked for does not fill a disk. */
    private long room(Reason reason) throws IOException {
        long room = room(vault.folder());
        return reason == Reason.ASKED
                ? room
                : Math.max(0, room - Files.getFileStore(vault.folder()).getTotalSpace() / 10);
    }

    private static long room(Path folder) throws IOException {
        return Math.max(0, Files.getFileStore(folder).getUsableSpace() - RESERVE);
    }
}
