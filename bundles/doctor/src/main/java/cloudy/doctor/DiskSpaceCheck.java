// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether there is room left where the node keeps what it learns. */
@Component(service = Check.class)
public final class DiskSpaceCheck implements Check {

    /** Bytes in all, and what this user may still write. */
    record Space(long total, long free) {}

    private static final long MB = 1024 * 1024;
    private static final long FEW = 200 * MB;
    private static final long NEXT_TO_NOTHING = 20 * MB;

    /** A tenth of a large disk is still much. */
    private static final long PLENTY = 2048 * MB;

    private final Callable<Space> disk;

    @Activate
    public DiskSpaceCheck() {
        this(() -> {
            var store = Files.getFileStore(Path.of(System.getProperty("karaf.data")));
            return new Space(store.getTotalSpace(), store.getUsableSpace());
        });
    }

    DiskSpaceCheck(Callable<Space> disk) {
        this.disk = disk;
    }

    @Override
    public String id() {
        return "disk-space";
    }

    @Override
    public Texts title() {
        return Texts.of("Espai de disc", "Espacio de disco", "Disk space");
    }

    @Override
    public Finding look() throws Exception {
        Space space = disk.call();
        String free = space.free() / MB + " MB";
        Texts advice = Texts.of(
                "Feu lloc: esborreu registres i paquets vells (apt-get clean, journalctl --vacuum-size=50M), o poseu un"
                        + " disc més gran.",
                "Haga sitio: borre registros y paquetes viejos (apt-get clean, journalctl --vacuum-size=50M), o ponga un"
                        + " disco mayor.",
                "Make room: remove old logs and packages (apt-get clean, journalctl --vacuum-size=50M), or use a larger"
                        + " disk.");
        Texts text = Texts.of(
                "Al disc del node només li queden " + free + ".",
                "Al disco del nodo solo le quedan " + free + ".",
                "The node's disk has only " + free + " left.");
        if (space.free() < NEXT_TO_NOTHING) {
            return Finding.fault(text, advice);
        }
        if (space.free() < FEW || (space.free() < space.total() / 10 && space.free() < PLENTY)) {
            return Finding.warning(text, advice);
        }
        return Finding.fine(Texts.of(
                "Al disc hi queden " + free + ".",
                "En el disco quedan " + free + ".",
                "The disk has " + free + " left."));
    }
}
