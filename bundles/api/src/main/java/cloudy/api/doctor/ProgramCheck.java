// SPDX-License-Identifier: Apache-2.0
package cloudy.api.doctor;

import static java.util.Objects.requireNonNull;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks whether the program of a service is there and does what it should. What is alike for all programs is said here, by
 * the health of the service; what only one can be asked is for who extends this.
 */
@ConsumerType
public abstract class ProgramCheck implements Check {

    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6})(?:\\.([0-9]{1,6}))?");

    private final CloudyService service;
    private final String program;
    private final String debianPackage;

    /**
     * Of one program.
     *
     * @param program its name, as whoever types it knows it
     * @param debianPackage what brings it
     */
    protected ProgramCheck(CloudyService service, String program, String debianPackage) {
        this.service = requireNonNull(service);
        this.program = requireNonNull(program);
        this.debianPackage = requireNonNull(debianPackage);
    }

    @Override
    public final Finding look() throws Exception {
        Health health;
        try {
            health = service.check();
        } catch (IOException e) {
            health = Health.down(Explained.of(e));
        }
        return switch (health.status()) {
            case OFF -> Finding.skipped(off());
            case UP -> up();
            case MISSING -> missing();
            default -> down(health.why());
        };
    }

    /** Says that the service is off. */
    protected abstract Texts off();

    /** Looks at a program that is up: whether it is new enough, and does what is wished. */
    protected abstract Finding up() throws Exception;

    /** Finds out why a program that should run does not, or not well. */
    protected abstract Finding down(Texts why) throws Exception;

    private Finding missing() {
        return Finding.fault(
                Texts.of(
                                "El programa %s no està instal·lat.",
                                "El programa %s no está instalado.", "The program %s is not installed.")
                        .with(program),
                Texts.of(
                                "Instal·leu el paquet %s, a la pàgina del servei o en un terminal: sudo apt install %s.",
                                "Instale el paquete %s, en la página del servicio o en un terminal: sudo apt install %s.",
                                "Install the package %s, on the page of the service or in a terminal: sudo apt install %s.")
                        .with(debianPackage, debianPackage));
    }

    /**
     * The finding that a program does not run, where nothing more is known than what its log says.
     *
     * @param text what does not run, and why
     */
    protected static Finding seeTheLog(Texts text) {
        return Finding.fault(
                text,
                Texts.of(
                        "Mireu què diu el programa al registre del servei.",
                        "Mire qué dice el programa en el registro del servicio.",
                        "See what the program says in the log of the service."));
    }

    /** The finding that somebody else has a port. */
    protected static Finding taken(int port, Texts advice) {
        return Finding.fault(
                Texts.of(
                                "Un altre programa té el port %s.",
                                "Otro programa tiene el puerto %s.", "Another program has the port %s.")
                        .with(port),
                advice);
    }

    /** Whether somebody listens at a place of this machine by TCP, or the node's user may not. */
    protected static boolean isTaken(InetSocketAddress place) {
        try (var socket = new ServerSocket()) {
            socket.bind(place);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether a version, such as {@code v1.19.2}, is older than another; one that cannot be read is not. */
    protected static boolean isOlder(String version, int major, int minor) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.lookingAt()) {
            return false;
        }
        int own = Integer.parseInt(numbers.group(1));
        int below = numbers.group(2) == null ? 0 : Integer.parseInt(numbers.group(2));
        return own < major || (own == major && below < minor);
    }
}
