// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.util.List;
import org.xbill.DNS.Record;

/**
 * What a zone has under a name.
 *
 * @param exists whether there is such a name, or one below it: RFC 8020
 * @param answers what was asked for; none where the name has other things only
 * @param additional what whoever asked will want to know next
 */
record Found(boolean exists, List<Record> answers, List<Record> additional) {

    static final Found NO_NAME = new Found(false, List.of(), List.of());
    static final Found NO_DATA = new Found(true, List.of(), List.of());
}
