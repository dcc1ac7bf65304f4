// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Entries that reach the disk together, or not at all. Used with the log's lock held. */
final class AuditBatch {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AuditHead head;
    boolean done;
    IOException failure;
}
