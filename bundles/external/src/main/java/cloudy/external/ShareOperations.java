// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalServices;
import cloudy.api.registry.Share;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sharing something that runs already, in the HTTP API. */
@Component(service = Operations.class)
public final class ShareOperations implements Operations {

    private final Settings settings;
    private final LocalServices services;

    @Activate
    public ShareOperations(@Reference Settings settings, @Reference LocalServices services) {
        this.settings = settings;
        this.services = services;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("shareService", this::share, "unshareService", this::unshare);
    }

    /** One after the other: two who share under one name see each other. */
    private synchronized Answer share(Call call) throws IOException {
        Share share = read(call.body());
        Map<String, String> wanted = share.settings();
        // What the file is going to be read as; what is wrong with it is known before it is written.
        Declaration.of(Map.copyOf(wanted));
        if (settings.pids().contains(share.pid())) {
            if (!declared(share.pid()).equals(wanted)) {
                throw Problem.of(
                        409,
                        Texts.of(
                                        "El nom %s ja el té una altra cosa; trieu-ne un altre, o canvieu el que hi ha"
                                                + " a la seva configuració.",
                                        "El nombre %s ya lo tiene otra cosa; elija otro, o cambie lo que hay en su"
                                                + " configuración.",
                                        "The name %s is taken by something else; choose another one, or change what"
                                                + " is there in its settings.")
                                .with(share.name()),
                        "name");
            }
            return Answer.ok(view(share));
        }
        settings.write(share.pid(), wanted, call.requireCaller());
        return Answer.created("/api/v1/services/" + share.pid(), view(share));
    }

    private synchronized Answer unshare(Call call) throws IOException {
        String id = call.text("id");
        if (!Share.isOne(id)) {
            if (services.all().stream()
                    .anyMatch(each -> each.id().replace('/', ':').equals(id))) {
                throw Problem.of(
                        409,
                        Texts.of(
                                "Aquest servei el porta un paquet: apagueu-lo, o traieu el paquet.",
                                "Este servicio lo trae un paquete: apáguelo, o quite el paquete.",
                                "A bundle brings this service: switch it off, or remove the bundle."),
                        "id");
            }
            throw none();
        }
        if (!settings.pids().contains(id)) {
            throw none();
        }
        settings.delete(id, call.requireCaller());
        return Answer.done();
    }

    private static Problem none() {
        return Problem.notFound(Texts.of(
                "Aquest node no té aquest servei.",
                "Este nodo no tiene este servicio.",
                "There is no such service on this node."));
    }

    /** What was shared, whatever was wished of it since. */
    private Map<String, String> declared(String pid) {
        var declared = new HashMap<>(settings.read(pid));
        declared.keySet().removeIf(key -> key.startsWith("cloudy."));
        return declared;
    }

    private static Share read(Map<String, Object> body) {
        Offer offer = Offer.of(required(body, "type"), required(body, "description"), port(body))
                .over(word(body, "protocol", Protocol.TCP))
                .to(word(body, "audience", Audience.COMMUNITY))
                .with(txt(body.get("txt")));
        Optional<String> address = text(body, "address");
        offer = address.map(Declaration::address).map(offer::at).orElse(offer);
        Optional<String> check = text(body, "check");
        Optional<String> name = text(body, "name");
        return name.isPresent() ? new Share(name.get(), offer, check) : Share.of(offer, check);
    }

    private static Txt txt(Object pairs) {
        if (pairs == null) {
            return Txt.EMPTY;
        }
        if (!(pairs instanceof List<?> list)) {
            throw new InvalidFieldException("txt", Why.mustBeList());
        }
        return new Txt(list.stream().map(ShareOperations::pair).toList());
    }

    private static Txt.Pair pair(Object pair) {
        if (pair instanceof Map<?, ?> map
                && map.get("key") instanceof String key
                && (map.get("value") == null || map.get("value") instanceof String)) {
            return new Txt.Pair(key, Optional.ofNullable((String) map.get("value")));
        }
        throw new InvalidFieldException(
                "txt",
                Texts.of(
                        "ha de tenir claus amb valor o sense",
                        "debe tener claves con valor o sin él",
                        "must hold keys with or without a value"));
    }

    private static int port(Map<String, Object> body) {
        if (body.get("port") instanceof Long port && port >= 0 && port <= 65535) {
            return port.intValue();
        }
        throw new InvalidFieldException("port", Why.mustBeBetween(0, 65535), String.valueOf(body.get("port")));
    }

    private static <E extends Enum<E>> E word(Map<String, Object> body, String field, E missing) {
        Optional<String> text = text(body, field);
        if (text.isEmpty()) {
            return missing;
        }
        for (E each : missing.getDeclaringClass().getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text.get())) {
                return each;
            }
        }
        throw new InvalidFieldException(
                field,
                Texts.of(
                        "no és cap de les paraules que pot ser",
                        "no es ninguna de las palabras que puede ser",
                        "is none of the words that it may be"),
                text.get());
    }

    private static String required(Map<String, Object> body, String field) {
        return text(body, field).orElseThrow(() -> new InvalidFieldException(field, Why.isMissing()));
    }

    private static Optional<String> text(Map<String, Object> body, String field) {
        Object value = body.get(field);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw new InvalidFieldException(field, Why.mustBeText());
    }

    private static Map<String, Object> view(Share share) {
        // In this order.
        var view = new LinkedHashMap<String, Object>();
        view.put("id", share.pid());
        view.put("service", "/api/v1/services/" + share.pid());
        view.put("settings", "/api/v1/settings/" + share.pid());
        return view;
    }
}
