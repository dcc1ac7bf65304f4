// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.guifi.DeviceAddress;
import cloudy.dns.LeftOut.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.xbill.DNS.Name;

/**
 * The names of all devices, {@code <nick>--<device>.ip.guifi.net}, and the zones for the way back, 10.in-addr.arpa and
 * those of 172.16.0.0/12, written while the addresses come. For one thread.
 */
final class DeviceZones implements Consumer<DeviceAddress>, AutoCloseable {

    /** The zone of the names. */
    static final Name FORWARD = Name.fromConstantString("ip.guifi.net.");

    private static final Name SERVER = Name.fromConstantString("ns1.guifi.net.");
    private static final Name CONTACT = Name.fromConstantString("nobody.guifi.net.");
    private static final int LONGEST_LABEL = 63;
    private static final int TEN = 10;
    private static final int PRIVATE = 172;
    private static final int FIRST = 16;
    private static final int LAST = 31;

    private final ZoneStore store;
    private final LeftOut left;
    private final Map<Name, ZoneDraft> drafts = new LinkedHashMap<>();
    private final ZoneDraft forward;
    private final ZoneDraft ten;
    private final ZoneDraft[] privates = new ZoneDraft[LAST + 1];

    /** Two devices that claim one address: the first has it. A bit for each of 10.0.0.0/8, and then of 172.16.0.0/12. */
    private final BitSet taken = new BitSet();

    DeviceZones(ZoneStore store, LeftOut left) throws IOException {
        this.store = store;
        this.left = left;
        try {
            forward = begin(FORWARD);
            forward.line("ip.guifi.net. IN NS " + SERVER);
            ten = reverse("10");
            for (int i = FIRST; i <= LAST; i++) {
                privates[i] = reverse(i + ".172");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** All zones that there could be. */
    static List<Name> zones() {
        List<Name> all = new ArrayList<>(List.of(FORWARD, Name.fromConstantString("10.in-addr.arpa.")));
        for (int i = FIRST; i <= LAST; i++) {
            all.add(Name.fromConstantString(i + ".172.in-addr.arpa."));
        }
        return all;
    }

    private ZoneDraft reverse(String network) throws IOException {
        ZoneDraft draft = begin(Name.fromConstantString(network + ".in-addr.arpa."));
        draft.line(network + ".in-addr.arpa. IN NS " + SERVER);
        return draft;
    }

    private ZoneDraft begin(Name zone) throws IOException {
        var served = new Served(Served.Side.INTERNAL, Served.Kind.PRIMARY, zone, List.of());
        var draft = new ZoneDraft(store.file(served.file()), zone, SERVER, CONTACT, ZoneText.Timers.DEVICES);
        drafts.put(zone, draft);
        return draft;
    }

    @Override
    public void accept(DeviceAddress device) {
        byte[] bytes = device.address().getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        int place = (second << 16) | ((bytes[2] & 0xFF) << 8) | (bytes[3] & 0xFF);
        ZoneDraft back = first == TEN ? ten : first == PRIVATE && second <= LAST ? privates[second] : null;
        if (back == null) {
            left.add(Reason.NO_ADDRESS, device.address().getHostAddress());
            return;
        }
        String name = label(device.nick(), device.device());
        if (name.isEmpty()) {
            left.add(Reason.NO_NAME, device.nick());
            return;
        }
        int bit = first == TEN ? place : place + (1 << 24);
        if (taken.get(bit)) {
            left.add(Reason.DOUBLE, device.address().getHostAddress());
            return;
        }
        taken.set(bit);
        try {
            forward.line(name + ".ip.guifi.net. IN A " + device.address().getHostAddress());
            back.line((bytes[3] & 0xFF) + "." + (bytes[2] & 0xFF) + '.' + second + '.' + first
                    + ".in-addr.arpa. IN PTR " + name + ".ip.guifi.net.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the original writes it: letters, digits and hyphens of the nick, and the device's id. Empty where none is left. */
    static String label(String nick, long device) {
        String id = "--" + device;
        var label = new StringBuilder(LONGEST_LABEL);
        for (int i = 0; i < nick.length() && label.length() + id.length() < LONGEST_LABEL; i++) {
            char c = nick.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            // A host's name does not begin with a hyphen.
            if (letter || (c == '-' && !label.isEmpty())) {
                label.append(c);
            }
        }
        return label.isEmpty() ? "" : label.append(id).toString();
    }

    /**
     * Has the files take the place of those before.
     *
     * @return what became of each zone that has a device; the others are not served
     */
    Map<Name, ZoneStore.Stored> finish() throws IOException, InterruptedException {
        var stored = new LinkedHashMap<Name, ZoneStore.Stored>();
        for (var draft : drafts.entrySet()) {
            if (draft.getValue().records() > 1) {
                stored.put(draft.getKey(), store.store(draft.getValue()));
            } else {
                store.drop(draft.getValue().file().getFileName().toString());
            }
        }
        return stored;
    }

    @Override
    public void close() throws IOException {
        for (ZoneDraft draft : drafts.values()) {
            draft.close();
        }
    }
}
