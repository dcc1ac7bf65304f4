// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What a service has made of its settings: what does its work; or nothing, and the health to report instead, while it is
 * switched off or its settings cannot be. Immutable.
 *
 * @param <T> what does the work
 */
public final class Configured<T> {

    private final Optional<T> made;
    private final Health otherwise;

    private Configured(Optional<T> made, Health otherwise) {
        this.made = made;
        this.otherwise = otherwise;
    }

    /**
     * Makes what does the work.
     *
     * @param <T> what does the work
     */
    public interface Maker<T> {

        /**
         * Makes it.
         *
         * @throws InvalidFieldException if a setting cannot be
         * @throws IOException if a file or folder of the service cannot be used; the message says which and why
         */
        T make() throws InvalidFieldException, IOException;
    }

    /**
     * Finds out how something is.
     *
     * @param <T> what does the work
     * @param <E> what it throws where it cannot find out
     */
    public interface Check<T, E extends Exception> {

        /** As {@link CloudyService#check()}. */
        Health of(T made) throws E;
    }

    /**
     * Makes what does the work of a service, if the service is on.
     *
     * @param pid of the service's settings, such as {@code org.example.pads}
     * @param properties of the service's component, which say whether it is on
     */
    public static <T> Configured<T> ifOn(String pid, Map<String, Object> properties, Maker<T> maker) {
        return CloudyService.isOn(properties) ? of(pid, maker) : new Configured<>(Optional.empty(), Health.off());
    }

    /**
     * Makes something of a service's settings, on or off.
     *
     * @param pid of the service's settings, such as {@code org.example.pads}
     */
    public static <T> Configured<T> of(String pid, Maker<T> maker) {
        try {
            return new Configured<>(Optional.of(maker.make()), Health.up());
        } catch (InvalidFieldException e) {
            return wrong(Texts.of("etc/%s.cfg: %s").with(pid, e.texts()));
        } catch (IOException e) {
            return wrong(Texts.of("no es pot fer servir: %s", "no se puede usar: %s", "cannot be used: %s")
                    .with(e.getMessage()));
        }
    }

    private static <T> Configured<T> wrong(Texts why) {
        return new Configured<>(Optional.empty(), Health.of(Health.Status.MISCONFIGURED, why));
    }

    /** What does the work; empty while the service is off or its settings cannot be. */
    public Optional<T> get() {
        return made;
    }

    /**
     * How the service is: what is made says so, if there is any.
     *
     * @param <E> what the check throws
     */
    public <E extends Exception> Health check(Check<T, E> check) throws E {
        return made.isPresent() ? check.of(made.get()) : otherwise;
    }
}
