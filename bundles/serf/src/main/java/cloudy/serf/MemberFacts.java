// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Text;
import cloudy.serf.bzip2.Bzip2Exception;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The tags in which others than Cloudy's publishers tell something of a member, made readable. */
final class MemberFacts {

    /** From Cloudy's monitoring add-on: base64 of bzip2 of JSON, as the services are. */
    private static final String EXTRA_INFO = "extraInfo";

    /** From PeerStreamer-NG: base64 of channels, {@code name,ip,port,txt,sdpuri} joined by semicolons. */
    private static final String CHANNELS = "psngc";

    private static final int MAX = 2_000;

    private MemberFacts() {}

    /** Facts by tag; what cannot be decoded is shown as it came. */
    static Map<String, String> of(Map<String, String> tags) {
        var facts = new HashMap<String, String>();
        tags.forEach((tag, value) -> {
            if (tag.equals(EXTRA_INFO) || tag.equals(CHANNELS)) {
                facts.put(tag, Text.clean(decoded(tag, value).strip(), MAX));
            }
        });
        return facts;
    }

    private static String decoded(String tag, String value) {
        try {
            return tag.equals(EXTRA_INFO)
                    ? ServicesTag.text(value)
                    : new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (Bzip2Exception | IllegalArgumentException e) {
            return value;
        }
    }
}
