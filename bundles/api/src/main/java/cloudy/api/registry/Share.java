// SPDX-License-Identifier: Apache-2.0
package cloudy.api.registry;

import static java.util.Objects.requireNonNull;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Text;
import cloudy.api.Txt;
import cloudy.api.form.Texts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that runs already, on this node or beside it, and shall be announced: what the settings of one service
 * without Java say.
 *
 * <p>Strict: what those settings could not say exactly is refused with an {@link InvalidFieldException} that names it.
 *
 * @param name names it among those of this node: 1 to 64 ASCII letters, digits, {@code _} and {@code -}
 * @param offer what is announced
 * @param check how to find out whether it can be used: host and port, an http or https address, or {@value #NONE};
 *     empty to have the offer's TCP port probed. What exactly it may be is up to the settings
 */
public record Share(String name, Offer offer, Optional<String> check) {

    /** The list of things that all of these settings belong to. */
    public static final String LIST = "cloudy.external";

    /** The check of what is announced unchecked. */
    public static final String NONE = "none";

    /** What a name begins with that nobody thought of. */
    private static final String MADE = "published-";

    private static final int MAX_CHECK = 500;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Share {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidFieldException(
                    "name",
                    Texts.of(
                            "ha de tenir d'1 a 64 lletres, xifres, \"_\" o \"-\"",
                            "debe tener de 1 a 64 letras, cifras, \"_\" o \"-\"",
                            "must be 1 to 64 letters, digits, \"_\" or \"-\""),
                    name);
        }
        requireNonNull(offer);
        requireEdges("description", offer.description());
        if (!Txt.parse(offer.txt().toString()).equals(offer.txt())) {
            throw new InvalidFieldException(
                    "txt",
                    Texts.of(
                            "no pot tenir \"&\", ni \"=\" en una clau",
                            "no puede tener \"&\", ni \"=\" en una clave",
                            "must not hold \"&\", nor \"=\" in a key"),
                    offer.txt().toString());
        }
        requireEdges("txt", offer.txt().toString());
        check.ifPresent(Share::requireCheck);
        if (check.isEmpty() && (offer.protocol() == Protocol.UDP || offer.port() == 0)) {
            throw new InvalidFieldException("check", needsCheck());
        }
    }

    /** Why what has no TCP port is refused without a check. */
    public static Texts needsCheck() {
        return Texts.of(
                        "cal, perquè no hi ha cap port TCP per provar; amb %s s'anuncia sense comprovar",
                        "hace falta, porque no hay ningún puerto TCP que probar; con %s se anuncia sin comprobar",
                        "is needed, because there is no TCP port to be probed; %s announces it unchecked")
                .with(NONE);
    }

    /** A share under the name that its type and port give it; there is one for each pair. */
    public static Share of(Offer offer, Optional<String> check) {
        return new Share(MADE + offer.type() + '-' + offer.port(), offer, check);
    }

    /** The PID of its settings, and the id of the service that they make. */
    public String pid() {
        return LIST + '~' + name;
    }

    /** Where the operator finds the settings. */
    public String file() {
        return file(pid());
    }

    /** Its settings; what is as usual is left out. */
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("type", offer.type());
        settings.put("description", offer.description());
        settings.put("port", Integer.toString(offer.port()));
        if (!offer.txt().pairs().isEmpty()) {
            settings.put("txt", offer.txt().toString());
        }
        check.ifPresent(text -> settings.put("check", text));
        if (offer.protocol() != Protocol.TCP) {
            settings.put("protocol", offer.protocol().name().toLowerCase(Locale.ROOT));
        }
        offer.address().ifPresent(address -> settings.put("address", address.getHostAddress()));
        if (offer.audience() != Audience.COMMUNITY) {
            settings.put("audience", offer.audience().name().toLowerCase(Locale.ROOT));
        }
        return settings;
    }

    /** Whether a service of this id was declared in settings, and not by a bundle of its own. */
    public static boolean isOne(String id) {
        return id.startsWith(LIST + '~');
    }

    /** Whether settings were named by {@link #of}. */
    public static boolean isMade(String pid) {
        return pid.startsWith(LIST + '~' + MADE);
    }

    /** The file of a PID. */
    public static String file(String pid) {
        return "etc/" + pid.replace('~', '-') + ".cfg";
    }

    private static void requireCheck(String text) {
        if (text.isBlank() || text.length() > MAX_CHECK || text.codePoints().anyMatch(Text::isControl)) {
            throw new InvalidFieldException(
                    "check",
                    Texts.of(
                                    "ha de tenir d'1 a %s caràcters en una línia",
                                    "debe tener de 1 a %s caracteres en una línea",
                                    "must be 1 to %s characters on one line")
                            .with(MAX_CHECK),
                    text);
        }
        requireEdges("check", text);
    }

    /** Blanks around a value are no part of it where it is read. */
    private static void requireEdges(String field, String text) {
        if (!text.equals(text.strip())) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "no pot començar ni acabar amb un espai",
                            "no puede empezar ni acabar con un espacio",
                            "must not begin or end with a blank"),
                    text);
        }
    }
}
