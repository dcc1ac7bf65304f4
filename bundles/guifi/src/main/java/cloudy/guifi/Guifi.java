// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.GuifiNetwork;
import cloudy.guifi.Copies.Judged;
import cloudy.guifi.Copies.Outcome;
import cloudy.guifi.Copies.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * guifi.net's own data. Nothing is fetched until somebody asks.
 *
 * <p>It is a service that offers nothing: so it has its place in every list, its settings, its page, and a switch. It
 * stays the same one when a setting changes, which happens with each sign-in: what uses the network's data is not begun
 * anew for that.
 */
@Component(
        service = {CloudyService.class, GuifiNetwork.class, Guifi.class},
        name = Guifi.PID)
@Designate(ocd = GuifiConfig.class)
public final class Guifi implements CloudyService, GuifiNetwork {

    static final String PID = "cloudy.guifi";

    private static final Logger LOG = LoggerFactory.getLogger(Guifi.class);
    private static final int MB = 1024 * 1024;
    private static final Optional<String> DNS_STAMP = Optional.of("/guifi/refresh/dns");
    private static final Source ADDRESSES = new Source("ips", "/dump/ips", DNS_STAMP, 128 * MB, Duration.ofMinutes(4));

    private final Copies copies;
    private final SSLContext trust;
    private volatile Wishes wishes;

    @Activate
    public Guifi(GuifiConfig config, Map<String, Object> properties) throws NoSuchAlgorithmException {
        this(config, properties, folder(), SSLContext.getDefault(), Clock.systemUTC());
    }

    Guifi(GuifiConfig config, Map<String, Object> properties, Path folder, SSLContext trust, Clock clock) {
        this.trust = trust;
        copies = new Copies(new Shelf(folder), clock);
        modified(config, properties);
    }

    /** Where this bundle keeps its state. */
    static Path folder() {
        return Path.of(System.getProperty("karaf.data", "data"), "guifi").toAbsolutePath();
    }

    /** What the operator wants; where it cannot be, why. */
    private record Wishes(boolean on, Optional<URI> base, long zone, Texts fault) {}

    @Modified
    void modified(GuifiConfig config, Map<String, Object> properties) {
        boolean on = CloudyService.isOn(properties);
        try {
            wishes = new Wishes(on, Optional.of(base(config.baseUrl().strip())), config.zone(), Texts.none());
        } catch (InvalidFieldException e) {
            Texts fault = Texts.of("etc/%s.cfg: %s").with(PID, e.texts());
            LOG.error("{}", fault.english());
            wishes = new Wishes(on, Optional.empty(), config.zone(), fault);
        }
    }

    private static URI base(String text) {
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI base = URI.create(bare);
            boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
            if (web && base.getHost() != null && base.getUserInfo() == null && base.getQuery() == null) {
                return base;
            }
        } catch (IllegalArgumentException none) {
            // Said below.
        }
        throw new InvalidFieldException(
                "baseUrl",
                Texts.of(
                        "ha de ser una adreça com https://guifi.net",
                        "debe ser una dirección como https://guifi.net",
                        "must be an address such as https://guifi.net"),
                text);
    }

    /** Where guifi.net is; {@link Trouble} while nobody is to be asked. */
    Site site() throws Trouble {
        Wishes now = wishes;
        if (!now.fault().isEmpty()) {
            throw new Trouble(now.fault());
        }
        if (!now.on()) {
            throw new Trouble(Health.off().why());
        }
        return new Site(now.base().orElseThrow(), trust);
    }

    /** Where guifi.net is, for people; empty where the settings cannot be. */
    String base() {
        return wishes.base().map(URI::toString).orElse("");
    }

    /** The zone whose nodes are listed. */
    long zone() {
        return wishes.zone();
    }

    Copies copies() {
        return copies;
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        return List.of();
    }

    @Override
    public Health check() {
        Wishes now = wishes;
        if (!now.fault().isEmpty()) {
            return Health.of(Health.Status.MISCONFIGURED, now.fault());
        }
        // Whether guifi.net can be reached is the doctor's to say: what this node has goes on working without.
        return now.on() ? Health.up() : Health.off();
    }

    @Override
    public Copy<Federation> federation(long service) throws IOException {
        requireId(service);
        return copies.get(
                new Source(
                        "federation-" + service,
                        "/guifi/export/" + service + "/federation",
                        Optional.empty(),
                        MB,
                        Duration.ofMinutes(1)),
                this::site,
                in -> {
                    Federation federation = FederationReader.read(in.readNBytes(MB), service);
                    return new Judged<>(federation, Versions.of(federation));
                });
    }

    @Override
    public Copy<Domains> domains(long service) throws IOException {
        requireId(service);
        int most = 16 * MB;
        return copies.get(
                new Source(
                        "domains-" + service,
                        "/guifi/cnml/" + service + "/domains",
                        DNS_STAMP,
                        most,
                        Duration.ofMinutes(2)),
                this::site,
                in -> {
                    Domains domains = DomainsReader.read(in, most);
                    return new Judged<>(domains, Versions.of(domains));
                });
    }

    @Override
    public Copy<Long> addresses(String version, Consumer<DeviceAddress> reader) throws IOException {
        Outcome<Long> outcome = copies.refresh(ADDRESSES, this::site, in -> counted(in, address -> {}));
        if (outcome.kept().version().equals(version)) {
            return outcome.of(count(version));
        }
        if (outcome.value().isEmpty()) {
            // Of one that the disk has spoilt nobody is to be told the first half.
            copies.get(ADDRESSES, this::site, in -> counted(in, address -> {}));
        }
        Copy<Long> told = copies.onDisk(ADDRESSES.key(), in -> counted(in, reader))
                .orElseThrow(() -> new Trouble(Texts.of(
                        "la còpia de les adreces no es pot llegir",
                        "la copia de las direcciones no se puede leer",
                        "the copy of the addresses cannot be read")));
        return new Copy<>(told.value(), told.version(), told.asOf(), outcome.stale());
    }

    /** The version says the number, too, so that who has them all already need not have them counted. */
    private static Judged<Long> counted(InputStream in, Consumer<DeviceAddress> reader) throws IOException {
        var versions = new Versions();
        long count = AddressReader.read(in, ADDRESSES.maxBytes(), address -> {
            versions.add(address.address().hashCode());
            versions.add(address.device());
            versions.add(address.nick());
            reader.accept(address);
        });
        if (count == 0) {
            throw Trouble.wrong(Texts.of("no hi ha cap adreça", "no hay ninguna dirección", "there is no address"));
        }
        return new Judged<>(count, versions.word() + '-' + count);
    }

    private static long count(String version) {
        return Long.parseLong(version.substring(version.lastIndexOf('-') + 1));
    }

    private static void requireId(long service) {
        if (service <= 0) {
            throw new IllegalArgumentException("no service has the id " + service);
        }
    }
}
