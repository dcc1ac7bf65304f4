// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk for a start when there is no other left: {@code bin/cloudy} deletes it then, and the node has a place for
 * its few small files, without which nobody could reach it to make more. It is taken again as soon as there is room.
 */
final class Reserve implements AutoCloseable {

    static final int BYTES = 2 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Reserve.class);

    /** A disk with less has better uses for it. */
    private static final long PLENTY = 32L * 1024 * 1024;

    private static final long PAUSE_MS = 5_000;

    private final Path file;
    private final LongSupplier room;
    private final long pauseMs;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread waiter = new Thread(this::await, "cloudy-boot-reserve");

    Reserve(Path file) {
        this(file, () -> file.toAbsolutePath().getParent().toFile().getUsableSpace(), PAUSE_MS);
    }

    /** @param room how many bytes there are for whoever wants them */
    Reserve(Path file, LongSupplier room, long pauseMs) {
        this.file = file;
        this.room = room;
        this.pauseMs = pauseMs;
        waiter.setDaemon(true);
    }

    /** Takes the room, at once or when there is plenty; called once. */
    void keep() {
        if (!take()) {
            waiter.start();
        }
    }

    private void await() {
        try {
            boolean taken = false;
            while (!taken && !over.await(pauseMs, TimeUnit.MILLISECONDS)) {
                taken = take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits no longer. */
    @Override
    public void close() {
        over.countDown();
    }

    /** Takes the room, if it is not taken yet; answers false while there is not plenty. */
    boolean take() {
        try {
            if (Files.exists(file)) {
                return true;
            }
            if (room.getAsLong() < PLENTY) {
                return false;
            }
            // Not zeros, which some file systems make nothing of.
            var bytes = new byte[BYTES];
            new Random().nextBytes(bytes);
            AtomicFile.write(file, bytes);
        } catch (IOException e) {
            log.warn("No room is kept for a start on a full disk: {}", e.toString());
        }
        return true;
    }
}
