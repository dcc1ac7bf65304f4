// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.GuifiNetwork;
import cloudy.dns.LeftOut.Reason;
import cloudy.dns.Served.Kind;
import cloudy.dns.Served.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/**
 * Makes of guifi.net's data what is served: writes the zone files and says which zones there are. What cannot be had
 * stays as it was. For one thread.
 */
final class Composer {

    /** Changes with the way the zones of devices are written: the files are made anew then. */
    private static final String FORMAT = "1:";

    private static final String DEVICES = "addresses";
    private static final int MOST_ZONES = 5_000;

    private final DnsSettings settings;
    private final ZoneStore store;
    private final Reach reach;
    private final Path copies;

    /**
     * What has come of it.
     *
     * @param refused what BIND said against zones, by the name of their file
     * @param figures of each file
     * @param stale why the data are not of now; empty when they are
     * @param rewritten whether a zone file is another than before
     */
    record Composed(
            Plan plan,
            Map<String, String> refused,
            Map<String, ZoneStore.Figure> figures,
            List<LeftOut.Count> leftOut,
            Texts stale,
            boolean rewritten) {

        Composed because(Texts why) {
            return new Composed(plan, refused, figures, leftOut, why, false);
        }
    }

    /** @param copies where the name server keeps what it copies from others */
    Composer(DnsSettings settings, ZoneStore store, Reach reach, Path copies) {
        this.copies = copies;
        this.settings = settings;
        this.store = store;
        this.reach = reach;
    }

    /** One pass; {@link #compose} makes it. */
    private static final class Pass {

        private final List<Served> zones = new ArrayList<>();
        private final Set<Name> reserved = new HashSet<>();
        private final Map<String, String> refused = new LinkedHashMap<>();
        private final LeftOut left = new LeftOut();
        private Optional<Instant> asOf = Optional.empty();
        private Texts stale = Texts.none();
        private boolean rewritten;

        private void stale(Texts why) {
            stale = stale.isEmpty() ? why : stale;
        }

        private void asOf(Instant time) {
            asOf = asOf.filter(time::isAfter).or(() -> Optional.of(time));
        }
    }

    /**
     * Makes everything anew that has changed.
     *
     * @throws IOException when the disk does not take it
     */
    Composed compose(GuifiNetwork guifi, Plan before) throws IOException, InterruptedException {
        var pass = new Pass();
        List<LeftOut.Count> devices = before.leftOutOfDevices();
        if (settings.deviceNames()) {
            devices = devices(guifi, before, pass);
            pass.reserved.addAll(DeviceZones.zones());
        }
        Optional<Domains> domains = domains(guifi, pass);
        if (domains.isPresent()) {
            side(Side.INTERNAL, domains.get().internal(), pass);
            side(Side.EXTERNAL, domains.get().external(), pass);
        } else {
            before.zones().stream()
                    .filter(zone -> !DeviceZones.zones().contains(zone.zone()))
                    .forEach(pass.zones::add);
        }
        pass.left.add(devices);
        var plan = new Plan(settings.service(), pass.zones, pass.asOf.or(before::asOf), devices);
        store.save(pass.zones.stream().map(Served::file).collect(Collectors.toSet()));
        return new Composed(plan, pass.refused, store.figures(), pass.left.counts(), pass.stale, pass.rewritten);
    }

    private Optional<Domains> domains(GuifiNetwork guifi, Pass pass) {
        try {
            Copy<Domains> copy = guifi.domains(settings.service());
            pass.asOf(copy.asOf());
            pass.stale(copy.stale());
            return Optional.of(copy.value());
        } catch (IOException e) {
            pass.stale(Explained.of(e));
            return Optional.empty();
        }
    }

    /** The names of devices, unless they are those of last time. */
    private List<LeftOut.Count> devices(GuifiNetwork guifi, Plan before, Pass pass)
            throws IOException, InterruptedException {
        List<LeftOut.Count> counts = before.leftOutOfDevices();
        String known = store.version(DEVICES);
        boolean whole = known.startsWith(FORMAT) && store.has(DeviceZones.FORWARD.toString(true));
        var left = new LeftOut();
        try (var anew = new Anew(left)) {
            Optional<Copy<Long>> copy = addresses(guifi, whole ? known.substring(FORMAT.length()) : "", anew, pass);
            if (copy.isPresent() && anew.zones != null) {
                counts = finish(anew.zones, copy.get().version(), pass) ? left.counts() : counts;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        DeviceZones.zones().stream()
                .map(zone -> new Served(Side.INTERNAL, Kind.PRIMARY, zone, List.of()))
                .filter(zone -> store.has(zone.file()))
                .forEach(pass.zones::add);
        return counts;
    }

    private static Optional<Copy<Long>> addresses(GuifiNetwork guifi, String version, Anew anew, Pass pass) {
        try {
            Copy<Long> copy = guifi.addresses(version, anew);
            pass.asOf(copy.asOf());
            pass.stale(copy.stale());
            return Optional.of(copy);
        } catch (IOException e) {
            pass.stale(Explained.of(e));
            return Optional.empty();
        }
    }

    private boolean finish(DeviceZones zones, String version, Pass pass) throws IOException, InterruptedException {
        boolean content = true;
        for (var zone : zones.finish().entrySet()) {
            pass.rewritten |= zone.getValue().changed();
            if (zone.getValue().refusal().isPresent()) {
                refuse(zone.getKey().toString(true), zone.getValue().refusal().get(), pass);
                content = false;
            }
        }
        // What was refused is tried again.
        store.version(DEVICES, content ? FORMAT + version : "");
        return content;
    }

    private static void refuse(String file, String why, Pass pass) {
        pass.refused.put(file, why);
        pass.left.add(Reason.REFUSED, file);
    }

    private void side(Side side, Domains.View view, Pass pass) throws IOException, InterruptedException {
        var taken = new HashSet<>(pass.reserved);
        for (Domains.Master master : view.masters()) {
            Optional<Name> zone = free(side, master.zone(), taken, pass);
            if (zone.isEmpty()) {
                continue;
            }
            var served = new Served(side, Kind.PRIMARY, zone.get(), transfers(master.transfers(), pass));
            Optional<ZoneText> text = MasterZone.of(master, zone.get(), pass.left);
            if (text.isPresent()) {
                ZoneStore.Stored stored = store.store(served.file(), text.get());
                pass.rewritten |= stored.changed();
                stored.refusal().ifPresent(why -> refuse(served.file(), why, pass));
            }
            // Where the new one is no good, the one before stays in force.
            if (store.has(served.file())) {
                pass.zones.add(served);
            }
        }
        Set<InetAddress> asked = new LinkedHashSet<>();
        view.slaves().forEach(slave -> asked.addAll(slave.masters()));
        view.forwards().forEach(forward -> asked.addAll(forward.forwarders()));
        asked.removeIf(address -> !Addresses.isPossible(address));
        Set<InetAddress> there = reach.answering(asked);
        for (Domains.Slave slave : view.slaves()) {
            other(side, Kind.SECONDARY, slave.zone(), slave.masters(), there, taken, pass);
        }
        for (Domains.Forward forward : view.forwards()) {
            other(side, Kind.FORWARD, forward.zone(), forward.forwarders(), there, taken, pass);
        }
    }

    private void other(
            Side side,
            Kind kind,
            String name,
            List<InetAddress> servers,
            Set<InetAddress> there,
            Set<Name> taken,
            Pass pass) {
        Optional<Name> zone = free(side, name, taken, pass);
        if (zone.isEmpty()) {
            return;
        }
        List<InetAddress> possible = possible(servers, pass);
        List<InetAddress> answering = possible.stream().filter(there::contains).toList();
        var served = new Served(side, kind, zone.get(), answering.isEmpty() ? possible : answering);
        // A copy of the zone is good until it expires, whether its primary is there or not.
        boolean copied = kind == Kind.SECONDARY && Files.isRegularFile(copies.resolve(served.file()));
        if (possible.isEmpty() || (answering.isEmpty() && !copied)) {
            pass.left.add(Reason.UNREACHABLE, name);
        } else {
            pass.zones.add(served);
        }
    }

    private Optional<Name> free(Side side, String text, Set<Name> taken, Pass pass) {
        Optional<Name> zone = Names.absolute(text);
        if (zone.isEmpty()) {
            pass.left.add(Reason.NO_NAME, text);
        } else if (PublicNames.has(zone.get())) {
            pass.left.add(Reason.RESERVED, text);
            return Optional.empty();
        } else if (!settings.takes(side, zone.get())) {
            pass.left.add(Reason.FOREIGN, text);
            return Optional.empty();
        } else if (pass.zones.size() >= MOST_ZONES) {
            pass.left.add(Reason.TOO_MANY, text);
            return Optional.empty();
        } else if (!taken.add(zone.get())) {
            pass.left.add(Reason.DOUBLE, text);
            return Optional.empty();
        }
        return zone;
    }

    /** {@code 0.0.0.0} stands for anybody. */
    private static List<InetAddress> transfers(List<InetAddress> all, Pass pass) {
        return all.stream().anyMatch(InetAddress::isAnyLocalAddress)
                ? all.stream().filter(InetAddress::isAnyLocalAddress).limit(1).toList()
                : possible(all, pass);
    }

    private static List<InetAddress> possible(Collection<InetAddress> all, Pass pass) {
        all.stream()
                .filter(address -> !Addresses.isPossible(address))
                .forEach(address -> pass.left.add(Reason.NO_ADDRESS, Addresses.text(address)));
        return all.stream().filter(Addresses::isPossible).distinct().toList();
    }

    /** The zones of devices, begun with the first address: where nothing is new none comes, and nothing is written. */
    private final class Anew implements Consumer<DeviceAddress>, AutoCloseable {

        private final LeftOut left;
        private DeviceZones zones;

        Anew(LeftOut left) {
            this.left = left;
        }

        @Override
        public void accept(DeviceAddress device) {
            if (zones == null) {
                try {
                    zones = new DeviceZones(store, left);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            zones.accept(device);
        }

        @Override
        public void close() throws IOException {
            if (zones != null) {
                zones.close();
            }
        }
    }
}
