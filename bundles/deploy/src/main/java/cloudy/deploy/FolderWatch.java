// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Says when something in a folder may have changed; what changed is for the listener to look up, so an event lost by
 * the kernel costs nothing. Its thread sleeps in between.
 *
 * <p>The folder above is watched too, for the name of this one only: a folder that is renamed, removed or replaced
 * tells nobody itself.
 */
final class FolderWatch implements AutoCloseable {

    private static final WatchEvent.Kind<?>[] ALL = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final Path folder;
    private final Lines lines;
    private final Runnable changed;
    private WatchService service;
    private WatchKey inside;
    private long inode;
    private boolean closed;

    FolderWatch(Path folder, Lines lines, Runnable changed) {
        this.folder = folder;
        this.lines = lines;
        this.changed = changed;
    }

    /** The folder above must exist. Does nothing once this is closed. */
    synchronized void open() {
        if (closed) {
            return;
        }
        try {
            WatchService fresh = folder.getFileSystem().newWatchService();
            service = fresh;
            WatchKey above = folder.getParent().register(fresh, ALL);
            var thread = new Thread(() -> run(fresh, above), "cloudy-deploy-watch");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException noneLeft) {
            notWatched(noneLeft);
        }
    }

    /** The kernel hands out only so many watches. */
    private void notWatched(IOException noneLeft) {
        lines.refused(
                "",
                "",
                Texts.of(
                                "no es vigila, i el que hi canvia només es veu a la propera engegada: %s",
                                "no se vigila, y lo que cambia aquí solo se ve en el próximo arranque: %s",
                                "is not watched, so what changes here is seen at the next start only: %s")
                        .with(noneLeft));
    }

    /** Makes sure that the folder exists and that it is the one that is watched. */
    synchronized Glance follow() throws IOException {
        var glance = Glance.through(folder);
        if (glance.isEmpty()) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            glance = Glance.through(folder);
        }
        Glance there = glance.orElseThrow(() -> new IOException("the folder cannot be made"));
        boolean watched = inside != null && inside.isValid() && inode == there.inode();
        if (service != null && !closed && !watched && there.kind() == Glance.Kind.FOLDER) {
            watch(there);
        }
        return there;
    }

    private void watch(Glance there) {
        try {
            if (inside != null) {
                inside.cancel();
            }
            inside = folder.register(service, ALL);
            inode = there.inode();
        } catch (IOException noneLeft) {
            notWatched(noneLeft);
        }
    }

    private void run(WatchService service, WatchKey above) {
        try {
            while (true) {
                WatchKey key = service.take();
                boolean ours = key != above;
                for (WatchEvent<?> event : key.pollEvents()) {
                    ours |= event.context() == null || event.context().equals(folder.getFileName());
                }
                key.reset();
                if (ours) {
                    changed.run();
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (service != null) {
            service.close();
        }
    }
}
