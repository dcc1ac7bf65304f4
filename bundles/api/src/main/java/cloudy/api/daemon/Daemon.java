// SPDX-License-Identifier: Apache-2.0
package cloudy.api.daemon;

import static java.util.Objects.requireNonNull;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program that a service needs, as data: how it is started, known to be ready, and stopped.
 *
 * <p>Immutable. Two equal daemons (readiness apart) are the same running program: {@link Daemons#run} leaves it alone.
 *
 * @param name names the program on this node, and its folder {@code data/daemons/<name>}: 1 to 32 lower-case letters,
 *     digits and hyphens
 * @param command the program, an absolute path or a name that is looked up in the usual {@code bin} and {@code sbin}
 *     folders, and its arguments; no shell ever reads them. {@value #FILES} in an argument stands for the absolute path
 *     of the folder of the generated files, {@value #HOME} for that of a folder of the program's own that survives
 *     restarts, which is also its working directory
 * @param environment variables for the program beside PATH, LANG and HOME; nothing else is inherited
 * @param files the generated files by name, plain names without a folder; written with mode 0600 before the start
 * @param checker the program's own check of those files, an argument array like {@code command}, run on new files
 *     before they take the place of the last good ones; empty for none. Exit status 0 is good; its output is the reason
 *     otherwise
 * @param ready whether the program can be used now; asked until it says yes
 * @param reload how it is asked to read its files again, once its checker is content with them; empty for a program
 *     that has to be started anew for that
 * @param stop how it is asked to end
 * @param stopTime how long it may take until it is killed; at most one minute
 * @param debianPackage the package that brings the program, for the operator where it is missing
 * @param elsewhere absolute paths beside the node's data that it works on: with any, it runs as the node's own user, to
 *     whom the operator gave the rights, and never under a user of its own
 */
public record Daemon(
        String name,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> files,
        List<String> checker,
        Readiness ready,
        Optional<Signal> reload,
        Signal stop,
        Duration stopTime,
        String debianPackage,
        List<Path> elsewhere) {

    /** Stands for the folder of the generated files. */
    public static final String FILES = "{files}";

    /** Stands for the program's own folder. */
    public static final String HOME = "{home}";

    private static final int CONNECT_MILLIS = 2_000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

    /** A signal that a program understands. */
    public enum Signal {
        /** SIGTERM. */
        TERM,
        /** SIGINT. */
        INT,
        /** SIGHUP. */
        HUP
    }

    /** Tells whether a program can be used. */
    @FunctionalInterface
    public interface Readiness {

        /** Ready as soon as the process runs. */
        Readiness AT_ONCE = () -> true;

        /** Ready as soon as something listens on a TCP port of this machine. */
        static Readiness listening(int port) {
            return () -> {
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                    return true;
                } catch (ConnectException e) {
                    throw new ConnectException("nothing listens on port " + port + " yet");
                }
            };
        }

        /**
         * Looks once. Called by a thread of the supervisor's, again and again after a quarter of the time that it has
         * taken so far, at least once a second, until it answers true; a call that lasts longer than five seconds is
         * interrupted.
         *
         * @throws Exception counts as not ready, its message being the reason shown
         */
        boolean isReady() throws Exception;
    }

    /** A program that works on nothing but what is in the node's data. */
    public Daemon(
            String name,
            List<String> command,
            Map<String, String> environment,
            Map<String, String> files,
            List<String> checker,
            Readiness ready,
            Optional<Signal> reload,
            Signal stop,
            Duration stopTime,
            String debianPackage) {
        this(name, command, environment, files, checker, ready, reload, stop, stopTime, debianPackage, List.of());
    }

    public Daemon {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidFieldException(
                    "name",
                    Texts.of(
                            "ha de tenir d'1 a 32 minúscules, xifres o guions",
                            "debe tener de 1 a 32 minúsculas, cifras o guiones",
                            "must be 1 to 32 lower-case letters, digits or hyphens"),
                    name);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
        checker = List.copyOf(checker);
        if (command.isEmpty()) {
            throw new InvalidFieldException(
                    "command",
                    Texts.of("ha d'anomenar un programa", "debe nombrar un programa", "must name a program"));
        }
        command.forEach(argument -> requireNoNul("command", argument));
        checker.forEach(argument -> requireNoNul("checker", argument));
        environment.forEach((key, value) -> requireNoNul("environment", key + value));
        for (String file : files.keySet()) {
            if (!FILE.matcher(file).matches()) {
                throw new InvalidFieldException(
                        "files",
                        Texts.of("han de tenir noms simples", "deben tener nombres simples", "must have plain names"),
                        file);
            }
        }
        requireNonNull(ready);
        requireNonNull(reload);
        requireNonNull(stop);
        if (stopTime.isNegative() || stopTime.compareTo(LONGEST_STOP) > 0) {
            throw new InvalidFieldException(
                    "stopTime",
                    Texts.of(
                            "ha de ser d'un minut com a màxim",
                            "debe ser de un minuto como máximo",
                            "must be at most one minute"),
                    stopTime.toString());
        }
        requireNonNull(debianPackage);
        elsewhere = List.copyOf(elsewhere);
    }

    /** A program with these arguments, ready at once, ended by SIGTERM within ten seconds. */
    public static Daemon of(String name, List<String> command, String debianPackage) {
        return new Daemon(
                name,
                command,
                Map.of(),
                Map.of(),
                List.of(),
                Readiness.AT_ONCE,
                Optional.empty(),
                Signal.TERM,
                Duration.ofSeconds(10),
                debianPackage);
    }

    /** This daemon with files that are written before it starts, and the program's own check of them. */
    public Daemon withFiles(Map<String, String> generated, List<String> check) {
        return new Daemon(
                name, command, environment, generated, check, ready, reload, stop, stopTime, debianPackage, elsewhere);
    }

    /** This daemon, ready when this says so. */
    public Daemon readyWhen(Readiness probe) {
        return new Daemon(
                name, command, environment, files, checker, probe, reload, stop, stopTime, debianPackage, elsewhere);
    }

    /** This daemon, which reads its files again at this signal. */
    public Daemon reloadedBy(Signal signal) {
        return new Daemon(
                name,
                command,
                environment,
                files,
                checker,
                ready,
                Optional.of(signal),
                stop,
                stopTime,
                debianPackage,
                elsewhere);
    }

    /** This daemon, ended so. */
    public Daemon stoppedBy(Signal signal, Duration time) {
        return new Daemon(
                name, command, environment, files, checker, ready, reload, signal, time, debianPackage, elsewhere);
    }

    /** This daemon, which works on these places beside the node's data, too. */
    public Daemon workingOn(List<Path> places) {
        return new Daemon(
                name, command, environment, files, checker, ready, reload, stop, stopTime, debianPackage, places);
    }

    /** Whether the program would be started in the same way, with the same files. */
    public boolean startsLike(Daemon other) {
        return readyWhen(Readiness.AT_ONCE).equals(other.readyWhen(Readiness.AT_ONCE));
    }

    /** Whether the program, running as the other, becomes this one by reading its files again. */
    public boolean reloadsFrom(Daemon other) {
        return reload.isPresent() && startsLike(other.withFiles(files, checker));
    }

    private static void requireNoNul(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "no pot tenir cap caràcter NUL",
                            "no puede tener ningún carácter NUL",
                            "must not hold a NUL character"));
        }
    }
}
