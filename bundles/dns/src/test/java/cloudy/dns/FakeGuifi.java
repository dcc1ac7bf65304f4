// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.GuifiNetwork;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** guifi.net as a test says it is. */
final class FakeGuifi implements GuifiNetwork {

    static final Instant AS_OF = Instant.parse("2026-11-22T10:00:00Z");

    private Domains domains = Given.domains();
    private List<DeviceAddress> addresses = List.of();
    private int version;
    private Texts stale = Texts.none();
    private boolean away;
    private int asked;

    synchronized void say(Domains now, List<DeviceAddress> devices) {
        domains = now;
        addresses = List.copyOf(devices);
        version++;
    }

    /** From now on nothing can be had, and there is no copy. */
    synchronized void leave() {
        away = true;
    }

    synchronized void stale(String why) {
        stale = Texts.of(why);
    }

    synchronized int asked() {
        return asked;
    }

    @Override
    public Copy<Federation> federation(long service) throws IOException {
        throw new IOException("there is no federation here");
    }

    @Override
    public synchronized Copy<Domains> domains(long service) throws IOException {
        asked++;
        requireThere();
        return new Copy<>(domains, "d" + version, AS_OF, stale);
    }

    @Override
    public synchronized Copy<Long> addresses(String known, Consumer<DeviceAddress> reader) throws IOException {
        requireThere();
        String own = "a" + version;
        if (!own.equals(known)) {
            addresses.forEach(reader);
        }
        return new Copy<>((long) addresses.size(), own, AS_OF, stale);
    }

    private void requireThere() throws IOException {
        if (away) {
            throw new IOException("guifi.net cannot be reached");
        }
    }
}
