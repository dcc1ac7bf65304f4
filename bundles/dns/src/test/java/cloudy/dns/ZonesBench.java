// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Host;
import cloudy.api.guifi.Domains.Master;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.GuifiNetwork;
import cloudy.dns.Composer.Composed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures how long the zones of the whole network take, BIND's check of each file among it, and prints. */
final class ZonesBench implements GuifiNetwork {

    private static final int DEVICES = 50_000;
    private static final int ZONES = 50;
    private static final int HOSTS = 20;

    private int version;
    private int zones;

    private ZonesBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("zones");
        var guifi = new ZonesBench();
        var store = new ZoneStore(folder.resolve("zones"), new NamedCheckzone(folder), Clock.systemUTC());
        var composer = new Composer(
                DnsWishes.of(Map.of("service", 12, "domains", new String[] {"guifi.net", "example"})),
                store,
                asked -> Set.of(),
                folder);
        guifi.zones = 0;
        Plan plan = measure("the zones of all devices, from nothing (goal 5)", composer, guifi, Plan.empty(12));
        guifi.zones = ZONES;
        plan = measure(ZONES + " domains more, each in two views", composer, guifi, plan);
        plan = measure("nothing has changed (goal 1)", composer, guifi, plan);
        guifi.version++;
        plan = measure("a device, and a host in a domain, have changed (goal 1)", composer, guifi, plan);
        long bytes = 0;
        try (var files = Files.list(folder.resolve("zones"))) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%d zones with the names of %d devices, %.1f MB on the disk; heap %.0f MB at most, of %.0f%n",
                plan.zones().size(),
                DEVICES,
                bytes / 1e6,
                peak / 1e6,
                Runtime.getRuntime().maxMemory() / 1e6);
    }

    private static Plan measure(String what, Composer composer, GuifiNetwork guifi, Plan before) throws Exception {
        long begin = System.nanoTime();
        Composed composed = composer.compose(guifi, before);
        System.out.printf(Locale.ROOT, "%s: %.2f s%n", what, (System.nanoTime() - begin) / 1e9);
        if (!composed.refused().isEmpty()) {
            throw new IOException(composed.refused().toString());
        }
        return composed.plan();
    }

    @Override
    public Copy<Federation> federation(long service) throws IOException {
        throw new IOException("there is no federation here");
    }

    @Override
    public Copy<Domains> domains(long service) {
        Master[] masters = IntStream.range(0, zones)
                .mapToObj(i -> Given.master("zone" + i + ".example", hosts(i)))
                .toArray(Master[]::new);
        return new Copy<>(Given.domains(masters), "d" + version, Instant.EPOCH, Texts.none());
    }

    private Host[] hosts(int zone) {
        return IntStream.range(0, HOSTS + (zone == 0 ? version : 0))
                .mapToObj(i -> Given.host("host" + i, "10.200." + zone + "." + i, "alias" + i))
                .toArray(Host[]::new);
    }

    @Override
    public Copy<Long> addresses(String known, Consumer<DeviceAddress> reader) {
        String own = "a" + version;
        if (!known.equals(own)) {
            for (int i = 0; i < DEVICES; i++) {
                int number = i == 0 ? DEVICES + version : i;
                String address = i % 50 == 0
                        ? "172." + (16 + i / 50 % 16) + "." + number / 250 % 250 + "." + number % 250
                        : "10." + number / 62_500 + "." + number / 250 % 250 + "." + number % 250;
                reader.accept(Given.device(address, 10_000L + i, "Roof-of-house-" + i));
            }
        }
        return new Copy<>((long) DEVICES, own, Instant.EPOCH, Texts.none());
    }
}
