// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recognises our own messages when the kernel hands them back, as it does for the sake of others on this host. Each is
 * taken for ours once: a neighbour's question of the same wording, heard besides, is the neighbour's.
 */
final class Echoes {

    /** An echo comes within moments; one that was lost must not swallow a neighbour's message much later. */
    private static final long MAX_AGE = 2_000;

    private static final int MAX = 256;

    private final Schedule schedule;
    private final Map<ByteBuffer, Sent> expected = new LinkedHashMap<>();

    private record Sent(int times, long at) {}

    Echoes(Schedule schedule) {
        this.schedule = schedule;
    }

    /** This is being sent. */
    void sent(byte[] message) {
        long now = schedule.now();
        Iterator<Sent> oldest = expected.values().iterator();
        while (oldest.hasNext() && (oldest.next().at() < now - MAX_AGE || expected.size() >= MAX)) {
            oldest.remove();
        }
        ByteBuffer key = ByteBuffer.wrap(message);
        Sent before = expected.remove(key);
        expected.put(key, new Sent(before == null ? 1 : before.times() + 1, now));
    }

    /** Whether what was received is an echo; it is awaited no longer then. */
    boolean isEcho(ByteBuffer packet) {
        Sent sent = expected.get(packet);
        if (sent == null) {
            return false;
        }
        if (sent.times() > 1) {
            expected.put(ByteBuffer.wrap(bytes(packet)), new Sent(sent.times() - 1, sent.at()));
        } else {
            expected.remove(packet);
        }
        return sent.at() >= schedule.now() - MAX_AGE;
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] copy = new byte[packet.remaining()];
        packet.duplicate().get(copy);
        return copy;
    }
}
