// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Txt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Makes the records of one zone. */
final class Records {

    /** What is said of neighbours is forgotten soon: they come and go. */
    static final long TTL = 30;

    /** What is not there may be there in a moment. */
    static final long NEGATIVE_TTL = 10;

    private static final long REFRESH = 60;
    private static final long RETRY = 30;
    private static final long EXPIRE = 86_400;
    private static final int MAX_STRING = 255;

    final Name zone;
    private final Name ns;
    private final Name contact;

    Records(Name zone) {
        this.zone = zone;
        ns = below("ns");
        contact = below("hostmaster");
    }

    /** A name below the zone's. */
    Name below(String... labels) {
        Name name = zone;
        for (int i = labels.length - 1; i >= 0; i--) {
            name = instance(labels[i], name);
        }
        return name;
    }

    /** A name of one label, whatever that holds, below another. */
    Name instance(String label, Name parent) {
        byte[] text = label.getBytes(StandardCharsets.UTF_8);
        byte[] wire = new byte[text.length + 2];
        wire[0] = (byte) text.length;
        System.arraycopy(text, 0, wire, 1, text.length);
        try {
            return Name.concatenate(new Name(wire).relativize(Name.root), parent);
        } catch (NameTooLongException e) {
            throw new IllegalStateException("the zone's name is bounded so that this fits: " + label, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a label: " + label, e);
        }
    }

    /** The labels of a name below the zone's, the last of the name first, folded; empty for any other name. */
    Optional<List<String>> labels(Name name) {
        if (!name.subdomain(zone)) {
            return Optional.empty();
        }
        List<String> labels = new ArrayList<>(4);
        for (int i = name.labels() - zone.labels() - 1; i >= 0; i--) {
            byte[] label = name.getLabel(i);
            labels.add(Labels.folded(new String(label, 1, label[0], StandardCharsets.UTF_8)));
        }
        return Optional.of(labels);
    }

    SOARecord soa(long serial) {
        return new SOARecord(
                zone, DClass.IN, TTL, ns, contact, serial & 0xffffffffL, REFRESH, RETRY, EXPIRE, NEGATIVE_TTL);
    }

    Record ns() {
        return new NSRecord(zone, DClass.IN, TTL, ns);
    }

    Record address(Name owner, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(owner, DClass.IN, TTL, address)
                : new AAAARecord(owner, DClass.IN, TTL, address);
    }

    Record srv(Name owner, int priority, int port, Name target) {
        return new SRVRecord(owner, DClass.IN, TTL, priority, 0, port, target);
    }

    Record ptr(Name owner, Name target) {
        return new PTRRecord(owner, DClass.IN, TTL, target);
    }

    /** What is too long for one string (RFC 6763, 6.1) is left out. */
    Record txt(Name owner, Txt facts) {
        var data = new ByteArrayOutputStream();
        for (Txt.Pair pair : facts.pairs()) {
            byte[] text = pair.toString().getBytes(StandardCharsets.UTF_8);
            if (text.length > 0 && text.length <= MAX_STRING) {
                data.write(text.length);
                data.writeBytes(text);
            }
        }
        if (data.size() == 0) {
            data.write(0);
        }
        return Record.newRecord(owner, Type.TXT, DClass.IN, TTL, data.toByteArray());
    }

    /** The answer to whoever asks for everything: RFC 8482, 4.2. */
    Record any(List<String> below) {
        Name owner = zone;
        for (String label : below) {
            owner = instance(label, owner);
        }
        return new HINFORecord(owner, DClass.IN, TTL, "RFC8482", "");
    }
}
