// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * How far the audit log had come: {@code data/access/audit.head}, sealed by the node's key. Without it, nobody could see
 * that the end of the log, or its beginning, has been cut off.
 *
 * @param seq number of the newest entry
 * @param hash of that entry
 * @param firstSeq number of the oldest entry that is kept
 * @param firstPrev hash of the one before that, which was thrown away
 */
record AuditHead(long seq, String hash, long firstSeq, String firstPrev) {

    /** That of an empty log. */
    static final AuditHead NONE = new AuditHead(0, AuditLine.NOTHING, 1, AuditLine.NOTHING);

    private static final int MAX_BYTES = 1_024;

    /** @throws IOException when there is one that cannot be read, or was not written by this node */
    static Optional<AuditHead> read(Path file, byte[] key) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            Entries entries = Entries.read(in.readNBytes(MAX_BYTES));
            var head = new AuditHead(
                    entries.number("seq"), entries.text("hash"), entries.number("firstSeq"), entries.text("firstPrev"));
            if (!Secret.equal(head.seal(key), entries.text("seal"))) {
                throw new IOException("its seal is not this node's");
            }
            return Optional.of(head);
        }
    }

    void write(Path file, byte[] key) throws IOException {
        var map = new LinkedHashMap<String, Object>();
        map.put("seq", seq);
        map.put("hash", hash);
        map.put("firstSeq", firstSeq);
        map.put("firstPrev", firstPrev);
        map.put("seal", seal(key));
        AtomicFile.write(file, Entries.write(map));
    }

    /** The same, of a log of which an entry is the oldest. */
    AuditHead beginningWith(AuditLine oldest) {
        return new AuditHead(seq, hash, oldest.seq(), oldest.prev());
    }

    private String seal(byte[] key) {
        return Secret.hmac(key, "audit head " + seq + ' ' + hash + ' ' + firstSeq + ' ' + firstPrev);
    }
}
