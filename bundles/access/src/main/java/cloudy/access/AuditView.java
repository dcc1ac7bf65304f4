// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The audit log at one moment: its files, held open, so that none goes away while it is read.
 *
 * @param head what the disk had at that moment
 */
record AuditView(List<Part> parts, AuditHead head) implements AutoCloseable {

    AuditView {
        parts = List.copyOf(parts);
    }

    private static final int BLOCK = 64 * 1024;

    /**
     * A file.
     *
     * @param end what is behind it is not part of the view
     */
    record Part(String name, RandomAccessFile file, long end) {

        /** Its bytes from the beginning; nobody needs to close the stream. */
        InputStream stream() throws IOException {
            file.seek(0);
            return new BufferedInputStream(new FileInputStream(file.getFD()), BLOCK);
        }
    }

    /**
     * Opens the files.
     *
     * @param length of what the one that grows has in it
     */
    static AuditView open(AuditFiles files, long length, AuditHead head) throws IOException {
        var parts = new ArrayList<Part>();
        try {
            for (Path path : files.all()) {
                var part = new RandomAccessFile(path.toFile(), "r");
                long end = path.equals(files.current()) ? length : part.length();
                parts.add(new Part(path.getFileName().toString(), part, end));
            }
        } catch (IOException e) {
            new AuditView(parts, head).close();
            throw e;
        }
        return new AuditView(parts, head);
    }

    /** Lines are read from the end backwards, a block at a time, so memory is bounded by what is asked for. */
    List<AuditLine> newest(long before, int limit) throws IOException {
        var found = new ArrayList<AuditLine>();
        for (int i = parts.size() - 1; i >= 0 && found.size() < limit; i--) {
            collect(parts.get(i), before, limit, found);
        }
        return found;
    }

    private static void collect(Part part, long before, int limit, List<AuditLine> found) throws IOException {
        byte[] rest = new byte[0];
        long at = Math.min(part.end(), part.file().length());
        while (at > 0 && found.size() < limit) {
            int size = (int) Math.min(BLOCK, at);
            at -= size;
            var block = new byte[size + rest.length];
            part.file().seek(at);
            part.file().readFully(block, 0, size);
            System.arraycopy(rest, 0, block, size, rest.length);
            int end = block.length;
            for (int i = size - 1; i >= 0 && found.size() < limit; i--) {
                if (block[i] == '\n') {
                    add(Arrays.copyOfRange(block, i + 1, end), before, found);
                    end = i;
                }
            }
            // A line too long to be one is dropped as it grows.
            rest = end > AuditLine.MAX_BYTES ? new byte[0] : Arrays.copyOf(block, end);
        }
        if (at == 0 && found.size() < limit) {
            add(rest, before, found);
        }
    }

    private static void add(byte[] line, long before, List<AuditLine> found) {
        AuditLine.read(line).filter(read -> read.seq() < before).ifPresent(found::add);
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.file().close();
        }
    }
}
