// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code data/access/audit.log}. Those who write at the same time share one wait for the disk: the first one there writes
 * for all who have come meanwhile. The API changes nothing before there is room for the entry that tells of it.
 */
@Component(
        name = "cloudy.access.audit",
        service = {Audit.class, AuditLog.class})
public final class AuditLog implements Audit {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long MAX_BYTES = 10L * 1024 * 1024;
    private static final long HEAD_DELAY_S = 60;
    private static final String UNWRITABLE = "data/access/audit.log cannot be written";

    private final AuditFiles files;
    private final byte[] key;
    private final Clock clock;
    private final Executor later;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private RandomAccessFile file;
    private AuditRoom room;
    private long length;
    /** How many bytes are being written behind those. */
    private long writing;
    /** How many entries were promised room. */
    private int promised;

    private long firstOfFile;
    /** What the next line follows; the disk may not have it yet. */
    private AuditHead next;
    /** What the disk has. */
    private AuditHead durable;

    private AuditBatch open = new AuditBatch();
    private boolean committing;
    private boolean headIsDue;
    private boolean closed;

    @Activate
    public AuditLog() {
        this(
                Path.of(System.getProperty("karaf.data"), "access"),
                Clock.systemUTC(),
                CompletableFuture.delayedExecutor(HEAD_DELAY_S, TimeUnit.SECONDS),
                MAX_BYTES);
    }

    /**
     * Goes on with the log in a folder.
     *
     * @param later runs what it is given in a minute
     * @param maxBytes of one file
     */
    AuditLog(Path folder, Clock clock, Executor later, long maxBytes) {
        this.clock = clock;
        this.later = later;
        this.maxBytes = maxBytes;
        files = new AuditFiles(folder);
        key = RoomKey.open(folder);
        lock.lock();
        try {
            start();
        } catch (IOException e) {
            LOG.error("The audit log cannot be opened, so nothing can be changed by the API: {}", e.toString());
        } finally {
            lock.unlock();
        }
    }

    private void start() throws IOException {
        if (closed) {
            throw new IOException("the node stops");
        }
        RandomAccessFile opened = files.open();
        AuditStart start;
        try {
            start = AuditStart.of(files, opened, key);
            room = new AuditRoom(opened);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        file = opened;
        length = start.length();
        firstOfFile = start.firstOfFile();
        durable = start.head();
        next = durable;
        if (Files.exists(files.head())) {
            files.dropBefore(durable.firstSeq());
        } else {
            durable.write(files.head(), key);
        }
        for (String note : start.notes()) {
            LOG.warn("Audit log: {}", note);
            add(Caller.node(), "", "repairAudit", "audit.log", note);
        }
        if (!start.notes().isEmpty()) {
            commit();
        }
    }

    /** @throws UncheckedIOException when the disk does not take it; then it is not in the log */
    @Override
    public void append(Caller caller, String from, String action, String target, String outcome) {
        append(false, caller, from, action, target, outcome);
    }

    private void append(boolean hasRoom, Caller caller, String from, String action, String target, String outcome) {
        lock.lock();
        try {
            if (file == null) {
                start();
            }
            if (!hasRoom) {
                // The rest is for what was promised.
                need(AuditRoom.ENTRY + AuditRoom.KEPT, AuditRoom.ENTRY + AuditRoom.KEPT);
            }
            AuditBatch mine = add(caller, from, action, target, outcome);
            while (!mine.done && mine.failure == null) {
                if (committing) {
                    changed.awaitUninterruptibly();
                } else {
                    commit();
                }
            }
            if (mine.failure != null) {
                throw mine.failure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(UNWRITABLE, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Room room() {
        lock.lock();
        try {
            need(AuditRoom.ENTRY, AuditRoom.KEPT);
            promised++;
            Audit given =
                    (caller, from, action, target, outcome) -> append(true, caller, from, action, target, outcome);
            return new AuditPromise(given, this::giveBack);
        } catch (IOException e) {
            throw new UncheckedIOException(UNWRITABLE, e);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        lock.lock();
        try {
            promised--;
            if (file != null && !committing && open.bytes.size() == 0) {
                rotateIfFull();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has the file have room for more than what was promised: so many bytes at least, and as many as are wished for. */
    private void need(long least, long wished) throws IOException {
        while (file == null || !room.reaches(end(wished))) {
            if (file == null) {
                start();
            } else if (committing) {
                changed.awaitUninterruptibly();
            } else {
                try {
                    room.grow(end(wished));
                } catch (IOException e) {
                    if (!room.reaches(end(least))) {
                        throw e;
                    }
                }
                return;
            }
        }
    }

    private long end(long more) {
        long taken = writing + open.bytes.size() + (long) promised * AuditRoom.ENTRY;
        return length + Math.min(taken + more, AuditRoom.MAX / 2);
    }

    private AuditBatch add(Caller caller, String from, String action, String target, String outcome) {
        AuditLine line =
                AuditLine.make(next.seq() + 1, clock.instant(), caller, from, action, target, outcome, next.hash());
        next = new AuditHead(line.seq(), line.hash(), next.firstSeq(), next.firstPrev());
        open.bytes.writeBytes((line.text() + '\n').getBytes(UTF_8));
        open.head = next;
        return open;
    }

    /** Writes the open batch, with the lock let go meanwhile. */
    private void commit() {
        AuditBatch batch = open;
        byte[] lines = batch.bytes.toByteArray();
        open = new AuditBatch();
        committing = true;
        writing = lines.length;
        RandomAccessFile target = file;
        long end = length;
        lock.unlock();
        IOException failure = null;
        try {
            target.seek(end);
            target.write(lines);
            target.getFD().sync();
        } catch (IOException e) {
            failure = e;
        } finally {
            lock.lock();
            committing = false;
            writing = 0;
        }
        if (failure == null) {
            batch.done = true;
            length = end + lines.length;
            room.isUsed(length);
            // Where the log begins may have changed since the batch was made.
            durable = new AuditHead(batch.head.seq(), batch.head.hash(), durable.firstSeq(), durable.firstPrev());
            dueHead();
            rotateIfFull();
        } else {
            giveUp(batch, failure);
        }
        changed.signalAll();
    }

    /** The lines that followed those in the failed batch fail with it; the file goes back to what the disk had. */
    private void giveUp(AuditBatch batch, IOException failure) {
        batch.failure = failure;
        open.failure = failure;
        open = new AuditBatch();
        try {
            room.cut(length);
            next = durable;
        } catch (IOException e) {
            failure.addSuppressed(e);
            // What the disk has is not known any more: the next one looks.
            closeFile();
        }
    }

    private void rotateIfFull() {
        // Lines that wait were chained already, but not to a file. Those that were promised room have it in this one.
        if (length < maxBytes || promised > 0) {
            return;
        }
        try {
            room.cut(length);
            files.rotate(firstOfFile);
            closeFile();
            List<Path> surplus = files.surplus();
            AuditHead kept = AuditFiles.firstLine(files.full().get(surplus.size()))
                    .map(durable::beginningWith)
                    .orElse(durable);
            // Before the oldest go: after a kill in between they are known to be too old, and go at the next start.
            kept.write(files.head(), key);
            durable = kept;
            next = new AuditHead(next.seq(), next.hash(), kept.firstSeq(), kept.firstPrev());
            for (Path oldest : surplus) {
                AtomicFile.delete(oldest);
            }
            file = files.open();
            room = new AuditRoom(file);
            length = 0;
            firstOfFile = durable.seq() + 1;
        } catch (IOException e) {
            LOG.error("The audit log could not be rotated: {}", e.toString());
            // What the disk has is not known any more: the next one looks.
            if (file != null) {
                closeFile();
            }
            open.failure = e;
            open = new AuditBatch();
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("Closing the audit log", e);
        }
        file = null;
    }

    private void dueHead() {
        if (!headIsDue) {
            headIsDue = true;
            later.execute(this::saveHead);
        }
    }

    /** Says how far the log has come, to the head file and to the system log. */
    private void saveHead() {
        lock.lock();
        try {
            if (headIsDue) {
                headIsDue = false;
                LOG.info("audit head {} {}", durable.seq(), durable.hash());
                durable.write(files.head(), key);
            }
        } catch (IOException e) {
            LOG.warn("The head of the audit log cannot be written: {}", e.toString());
        } finally {
            lock.unlock();
        }
    }

    /** The files as they are at this moment, oldest first; they can be read while more is written. */
    AuditView view() throws IOException {
        lock.lock();
        try {
            if (file == null) {
                start();
            }
            return AuditView.open(files, length, durable);
        } finally {
            lock.unlock();
        }
    }

    /** Checks the whole log; takes a second or more. */
    AuditReport verify() throws IOException {
        AuditView view;
        AuditChain chain;
        // Both of one moment: a head that was written later vouches for entries that the view does not have.
        lock.lock();
        try {
            view = view();
            chain = AuditChain.upTo(files.head(), key);
        } finally {
            lock.unlock();
        }
        try (view) {
            return chain.walk(view);
        }
    }

    /** The newest entries before one, newest first. */
    List<AuditLine> list(long before, int limit) throws IOException {
        try (AuditView view = view()) {
            return view.newest(before, limit);
        }
    }

    @Deactivate
    void close() {
        lock.lock();
        try {
            closed = true;
            while (committing || open.bytes.size() > 0) {
                changed.awaitUninterruptibly();
            }
            saveHead();
            if (file != null) {
                closeFile();
            }
        } finally {
            lock.unlock();
        }
    }
}
