// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks along the audit log and finds what was changed, put in, taken out or cut off. */
final class AuditChain {

    private static final int MAX_PROBLEMS = 20;

    private final List<String> problems;
    private final Optional<AuditHead> sealed;
    private long entries;
    private long firstSeq;
    private long seq;
    private String hash = "";
    private boolean sealedWasSeen;

    /**
     * Makes one.
     *
     * @param problems known before; those found are added
     * @param sealed what the head file says
     */
    private AuditChain(List<String> problems, Optional<AuditHead> sealed) {
        this.problems = problems;
        this.sealed = sealed;
    }

    /** @param headFile vouches for the end of the log */
    static AuditChain upTo(Path headFile, byte[] key) {
        var problems = new ArrayList<String>();
        try {
            return new AuditChain(problems, AuditHead.read(headFile, key));
        } catch (IOException e) {
            problems.add("audit.head is not as this node wrote it");
            return new AuditChain(problems, Optional.empty());
        }
    }

    AuditReport walk(AuditView view) throws IOException {
        AuditHead head = sealed.orElse(AuditHead.NONE);
        for (AuditView.Part part : view.parts()) {
            walk(part, view.head(), head);
        }
        if (seq != view.head().seq() || (seq > 0 && !hash.equals(view.head().hash()))) {
            problem("the end is missing: the newest entry is " + seq + ", and "
                    + view.head().seq() + " have been written");
        }
        if (sealed.isPresent() && head.seq() > 0 && !sealedWasSeen) {
            problem("entry " + head.seq() + ", for which audit.head vouches, is missing or another one");
        }
        if (sealed.isEmpty() && seq > 0) {
            problem("audit.head is missing");
        }
        return new AuditReport(
                problems.isEmpty(),
                entries,
                firstSeq,
                seq,
                hash,
                head.seq(),
                List.copyOf(problems),
                AuditReport.LIMITS);
    }

    private void walk(AuditView.Part part, AuditHead view, AuditHead sealed) throws IOException {
        var lines = new LineReader(part.stream(), part.end());
        long number = 0;
        for (var bytes = lines.next(); bytes.isPresent(); bytes = lines.next()) {
            number++;
            String where = part.name() + " line " + number;
            AuditLine.read(bytes.get())
                    .ifPresentOrElse(
                            line -> follow(line, where, view, sealed),
                            () -> problem(where + " was changed, or is none"));
        }
    }

    private void follow(AuditLine line, String where, AuditHead view, AuditHead sealed) {
        boolean isFirst = entries == 0;
        if (isFirst) {
            firstSeq = line.seq();
            if (line.seq() != view.firstSeq() || !line.prev().equals(view.firstPrev())) {
                problem(where + ": the beginning is missing: it is entry " + line.seq() + ", and entry "
                        + view.firstSeq() + " should be the oldest");
            }
        } else if (line.seq() != seq + 1 || !line.prev().equals(hash)) {
            problem(where + ": entry " + line.seq() + " does not follow entry " + seq);
        }
        if (line.seq() == sealed.seq() && line.hash().equals(sealed.hash())) {
            sealedWasSeen = true;
        }
        entries++;
        seq = line.seq();
        hash = line.hash();
    }

    private void problem(String found) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(found);
        }
    }
}
