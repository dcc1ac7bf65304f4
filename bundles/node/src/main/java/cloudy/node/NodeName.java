// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name that people read: a DNS label (RFC 1123), so that it can be a host name too. */
final class NodeName {

    static final String PATTERN = "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)?";
    static final String SENTENCE = "must be 1 to 63 plain letters, digits and hyphens, with no hyphen at either end";

    private static final Logger LOG = LoggerFactory.getLogger(NodeName.class);
    private static final int MAX = 63;

    private NodeName() {}

    /** The operator's wish, else the host's name made a label, else one made of the node's id. */
    static String choose(String wish, String hostName, String id) {
        if (!wish.isEmpty() && wish.matches(PATTERN)) {
            return wish;
        }
        if (!wish.isEmpty()) {
            LOG.error("etc/cloudy.node.cfg: name: {}; the host's name is used", SENTENCE);
        }
        String label = label(hostName);
        // What every host calls itself tells nobody apart.
        return label.isEmpty() || label.equals("localhost") ? "cloudy-" + id.substring(0, 4) : label;
    }

    /** The host's name as the kernel has it; asking the resolver could take as long as a DNS server that is away. */
    static String ofHost() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            LOG.debug("The kernel tells no host name", e);
            return "";
        }
    }

    private static String label(String hostName) {
        int dot = hostName.indexOf('.');
        String plain = Normalizer.normalize(dot < 0 ? hostName : hostName.substring(0, dot), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-", "");
        return plain.substring(0, Math.min(plain.length(), MAX)).replaceAll("-$", "");
    }
}
