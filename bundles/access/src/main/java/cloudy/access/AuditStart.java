// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the audit log goes on after a start, and what was found to be wrong with it. A line that a crash tore is cut off:
 * nobody was told that it is kept. All else stays as it is, to be seen by whoever checks the log. Zeros are what lines were
 * to be written over, see {@link AuditRoom}.
 *
 * @param length of the lines in the file that grows
 * @param head that of the last line, or what the head file says of lines that have gone
 * @param firstOfFile number of the first entry in the file that grows
 * @param notes what was wrong, each to become an entry
 */
record AuditStart(long length, AuditHead head, long firstOfFile, List<String> notes) {

    private static final int TAIL = 2 * AuditRoom.MAX;

    static AuditStart of(AuditFiles files, RandomAccessFile file, byte[] key) throws IOException {
        var notes = new ArrayList<String>();
        long length = cutTornLine(file, notes);
        Optional<AuditLine> last = lastLine(files, file);
        AuditHead sealed = sealed(files, key, last.isPresent(), notes);
        long firstSeq = sealed.firstSeq();
        String firstPrev = sealed.firstPrev();
        AuditHead head = last.map(line -> new AuditHead(line.seq(), line.hash(), firstSeq, firstPrev))
                .orElse(AuditHead.NONE);
        if (sealed.seq() > head.seq()) {
            notes.add("entries " + (head.seq() + 1) + " to " + sealed.seq() + " were cut off while the node was down");
            head = sealed;
        }
        long first = AuditFiles.firstLine(files.current()).map(AuditLine::seq).orElse(head.seq() + 1);
        return new AuditStart(length, head, first, notes);
    }

    private static long cutTornLine(RandomAccessFile file, List<String> notes) throws IOException {
        byte[] tail = AuditFiles.tail(file, TAIL);
        int whole = 0;
        while (whole < tail.length && tail[whole] != 0) {
            whole++;
        }
        while (whole > 0 && tail[whole - 1] != '\n') {
            whole--;
        }
        long length = file.length() - tail.length + whole;
        int torn = 0;
        for (int at = whole; at < tail.length; at++) {
            torn += tail[at] == 0 ? 0 : 1;
        }
        if (torn > 0) {
            file.setLength(length);
            file.getFD().sync();
            notes.add("a torn last line of " + torn + " bytes was cut off");
        }
        return length;
    }

    private static Optional<AuditLine> lastLine(AuditFiles files, RandomAccessFile file) throws IOException {
        Optional<AuditLine> last = AuditFiles.lastLine(AuditFiles.tail(file, TAIL));
        List<Path> full = files.full();
        if (last.isPresent() || full.isEmpty()) {
            return last;
        }
        try (var before = new RandomAccessFile(full.get(full.size() - 1).toFile(), "r")) {
            return AuditFiles.lastLine(AuditFiles.tail(before, TAIL));
        }
    }

    private static AuditHead sealed(AuditFiles files, byte[] key, boolean isBegun, List<String> notes) {
        try {
            Optional<AuditHead> head = AuditHead.read(files.head(), key);
            if (head.isEmpty() && (isBegun || Files.size(files.current()) > 0)) {
                notes.add("audit.head is missing: whether the end of the log was cut off is not known");
            }
            return head.orElse(AuditHead.NONE);
        } catch (IOException e) {
            notes.add("audit.head cannot be used: whether the end of the log was cut off is not known");
            return AuditHead.NONE;
        }
    }
}
