// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the disk of the cache has room: squid ends when it can write no more. */
@Component(service = Check.class)
public final class RoomCheck implements Check {

    /** What may still be written, in bytes. */
    @FunctionalInterface
    interface Disk {

        long free(Path folder) throws IOException;
    }

    private static final long MB = 1_000_000;
    private static final long SOON = 300 * MB;
    private static final long NOW = 30 * MB;

    private final ProxyService service;
    private final Path folder;
    private final Disk disk;

    @Activate
    public RoomCheck(@Reference ProxyService service) {
        this(service, ProxyService.folder(), place -> Files.getFileStore(place).getUsableSpace());
    }

    RoomCheck(ProxyService service, Path folder, Disk disk) {
        this.service = service;
        this.folder = folder;
        this.disk = disk;
    }

    @Override
    public String id() {
        return "proxy3-room";
    }

    @Override
    public Texts title() {
        return Texts.of("Espai per a la memòria cau", "Espacio para la caché", "Room for the cache");
    }

    @Override
    public Finding look() throws Exception {
        Optional<ProxySettings> settings = service.proxy().map(Proxy::settings);
        if (settings.isEmpty()) {
            return Finding.skipped(RunsCheck.OFF);
        }
        long free = disk.free(folder);
        Texts said = Texts.of(
                        "Al disc de la memòria cau només hi queden %s MB.",
                        "Al disco de la caché solo le quedan %s MB.", "The disk of the cache has only %s MB left.")
                .with(free / MB);
        Texts advice = Texts.of(
                "Feu lloc al disc, o feu més petita la memòria cau (%s MB ara) a la configuració del proxy.",
                "Haga sitio en el disco, o haga más pequeña la caché (%s MB ahora) en la configuración del proxy.",
                "Make room on the disk, or make the cache smaller (%s MB now) in the settings of the proxy.");
        advice = advice.with(settings.get().cacheSize());
        if (free < NOW) {
            return Finding.fault(said, advice);
        }
        return free < SOON
                ? Finding.warning(said, advice)
                : Finding.fine(Texts.of(
                        "Hi ha lloc per a la memòria cau.",
                        "Hay sitio para la caché.",
                        "There is room for the cache."));
    }
}
