// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Room on the disk for entries to come: behind its lines the file that grows has zeros, which entries are written over. A
 * disk that is full takes those still. Not safe for use by threads.
 */
final class AuditRoom {

    /** What is kept for one entry: more than any takes that the API writes. */
    static final int ENTRY = 4 * 1024;

    /** What is left for those entries that were promised room, when others find none. */
    static final int KEPT = 32 * 1024;

    /** Most bytes of zeros. */
    static final int MAX = 512 * 1024;

    private static final int RESERVE = 2 * KEPT;

    private final RandomAccessFile file;
    private long end;

    AuditRoom(RandomAccessFile file) throws IOException {
        this.file = file;
        end = file.length();
    }

    /** Whether what is written up to there is written over zeros. */
    boolean reaches(long there) {
        return there <= end;
    }

    /**
     * Adds zeros up to there and some more.
     *
     * @throws IOException when the disk does not take them all
     */
    void grow(long there) throws IOException {
        IOException full = null;
        try {
            file.seek(end);
            file.write(new byte[(int) (there + RESERVE - end)]);
        } catch (IOException e) {
            full = e;
        }
        // A disk that becomes full has taken some of it.
        long reached = file.length();
        if (reached > end) {
            file.getFD().sync();
            end = reached;
        }
        if (full != null) {
            throw full;
        }
    }

    /** Says that lines have come to be as far as there. */
    void isUsed(long there) {
        end = Math.max(end, there);
    }

    /** Cuts off what is behind there. */
    void cut(long there) throws IOException {
        file.setLength(there);
        end = there;
    }
}
