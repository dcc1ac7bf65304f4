// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.util.List;

/**
 * What a check of the audit log found.
 *
 * @param entries how many good ones there are
 * @param problems what is wrong, at most a few; empty when nothing is
 * @param sealedSeq up to which entry the head file vouches for the end of the log, or 0
 */
record AuditReport(
        boolean intact,
        long entries,
        long firstSeq,
        long lastSeq,
        String lastHash,
        long sealedSeq,
        List<String> problems,
        String limits) {

    /** What nobody can see from these files. */
    static final String LIMITS =
            "Whoever can write as the node's user can also read the key of the head file and make up a"
                    + " whole log; what stands against that are the lines \"audit head\" in the system log, if it is kept elsewhere."
                    + " Entries of the last minute before a crash can be cut off without a trace.";
}
