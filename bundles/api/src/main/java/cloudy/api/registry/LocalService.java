// SPDX-License-Identifier: Apache-2.0
package cloudy.api.registry;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the registry knows of one service of this node at one moment: three facts that are never mixed.
 *
 * @param id names the service over restarts, such as {@code cloudy.syncthing} or {@code cloudy.external~etherpad}
 * @param bundle symbolic name of the bundle that brought it
 * @param run how it is
 * @param why why it is so, in plain words; empty when up
 * @param since since when it is so
 * @param wish what the operator wants of it
 * @param offers what it offers and what became of each offer
 */
public record LocalService(
        String id, String bundle, Run run, Texts why, Instant since, Wish wish, List<Announced> offers) {

    private static final Pattern PID = Pattern.compile("cloudy(?:\\.[a-z0-9]{1,40}){1,4}(?:~[A-Za-z0-9_-]{1,64})?");

    /** How a service is. */
    public enum Run {
        /** Switched off by the operator. */
        OFF,
        /** Not checked yet. */
        STARTING,
        /** Its last check succeeded. */
        UP,
        /** Up until now; one or two checks failed, and it is still announced. */
        FAILING,
        /** Never up, or three checks failed in a row. */
        DOWN,
        /** The program that it needs is not installed. */
        MISSING,
        /** Its settings, its offers or what it depends on do not let it run. */
        MISCONFIGURED,
        /** Its program ends again and again. */
        CRASH_LOOPING
    }

    /**
     * The operator's wishes.
     *
     * @param enabled on or off
     * @param publish whether it may be announced while it is on
     * @param audience the widest circle that may hear of it
     */
    public record Wish(boolean enabled, boolean publish, Audience audience) {}

    /**
     * One offer, and what each carrier says of it.
     *
     * @param by outcome by carrier, such as {@code mdns}; a carrier that has not answered yet is missing
     */
    public record Announced(Offer offer, Map<String, Outcome> by) {

        public Announced {
            by = Map.copyOf(by);
        }
    }

    public LocalService {
        offers = List.copyOf(offers);
    }

    /** A service whose reason is known in one language. */
    public LocalService(
            String id, String bundle, Run run, String reason, Instant since, Wish wish, List<Announced> offers) {
        this(id, bundle, run, Texts.of(reason), since, wish, offers);
    }

    /** Why it is so, in English. */
    public String reason() {
        return why.english();
    }

    /** The PID of its settings; empty for a stranger's component, whose settings nobody but its own file reaches. */
    public Optional<String> pid() {
        return pid(id);
    }

    /** The PID of the settings of the service with this id, if {@link cloudy.api.settings.Settings} can name them. */
    public static Optional<String> pid(String id) {
        return Optional.of(id).filter(text -> PID.matcher(text).matches());
    }
}
