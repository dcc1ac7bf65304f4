// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the host knows its own name; Java asks for it at every start and waits for the answer. */
@Component(service = Check.class)
public final class OwnNameCheck implements Check {

    /** Looks a name up. */
    interface Resolver {
        InetAddress resolve(String name) throws UnknownHostException;
    }

    private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();

    private final Kernel kernel;
    private final Resolver resolver;
    private final LongSupplier nanos;

    @Activate
    public OwnNameCheck() {
        this(Path.of("/"), InetAddress::getByName, System::nanoTime);
    }

    OwnNameCheck(Path root, Resolver resolver, LongSupplier nanos) {
        kernel = new Kernel(root);
        this.resolver = resolver;
        this.nanos = nanos;
    }

    @Override
    public String id() {
        return "own-name";
    }

    @Override
    public Texts title() {
        return Texts.of("Nom de la màquina", "Nombre de la máquina", "The host's own name");
    }

    @Override
    public Finding look() throws IOException {
        Optional<String> name = kernel.read("proc/sys/kernel/hostname")
                .map(String::strip)
                .filter(text -> text.matches("[A-Za-z0-9._-]{1,255}"));
        if (name.isEmpty()) {
            return Kernel.untold();
        }
        long begun = nanos.getAsLong();
        boolean known = true;
        try {
            resolver.resolve(name.get());
        } catch (UnknownHostException e) {
            known = false;
        }
        if (known && nanos.getAsLong() - begun < SLOW_NANOS) {
            return Finding.fine(Texts.of(name.get()));
        }
        String line = "127.0.1.1 " + name.get();
        return Finding.warning(
                Texts.of(
                        "La màquina no sap el seu propi nom (" + name.get() + "): el node triga a engegar.",
                        "La máquina no sabe su propio nombre (" + name.get() + "): el nodo tarda en arrancar.",
                        "The host does not know its own name (" + name.get() + "): the node is slow to start."),
                Texts.of(
                        "Afegiu aquesta línia a /etc/hosts: " + line,
                        "Añada esta línea a /etc/hosts: " + line,
                        "Add this line to /etc/hosts: " + line));
    }
}
