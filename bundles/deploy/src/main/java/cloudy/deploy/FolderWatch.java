// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

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
    private final Runnable changed;
    private WatchService service;
    private WatchKey inside;
    private long inode;
    private boolean closed;

    FolderWatch(Path folder, Runnable changed) {
        this.folder = folder;
        this.changed = changed;
    }

    /** The folder above must exist. Does nothing once this is closed. */
    synchronized void open() throws IOException {
        if (closed) {
            return;
        }
        service = folder.getFileSystem().newWatchService();
        WatchKey above = folder.getParent().register(service, ALL);
        WatchService mine = service;
        var thread = new Thread(() -> run(mine, above), "cloudy-deploy-watch");
        thread.setDaemon(true);
        thread.start();
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
        if (closed) {
            return there;
        }
        if (inside == null || !inside.isValid() || inode != there.inode()) {
            if (inside != null) {
                inside.cancel();
            }
            inside = folder.register(service, ALL);
            inode = there.inode();
        }
        return there;
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
