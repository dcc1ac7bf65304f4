// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import cloudy.rest.contract.Parameter;
import cloudy.rest.contract.Routes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands behind the question mark, and the parameters that an operation is given. */
final class Query {

    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*,:@/?;";

    private Query() {}

    /** The parameters of path and query by name, as the contract wants them. */
    static Map<String, Object> parameters(Routes.Match match, String query, Routes routes) {
        Map<String, String> given = parse(query);
        var accepted = new HashMap<String, Object>();
        for (Parameter parameter : match.route().parameters()) {
            String name = parameter.name();
            String text = parameter.inPath() ? match.values().get(name) : given.remove(name);
            if (text != null) {
                accepted.put(name, parameter.inPath() ? name(parameter, text, routes) : routes.accept(parameter, text));
            } else if (parameter.required()) {
                throw new InvalidFieldException(name, Why.isMissing());
            } else {
                parameter.fallback().ifPresent(value -> accepted.put(name, value));
            }
        }
        for (String name : given.keySet()) {
            throw new InvalidFieldException(
                    Text.clean(name, 64),
                    Texts.of("aquí no és cap paràmetre", "aquí no es ningún parámetro", "is not a parameter here"));
        }
        return accepted;
    }

    /** A part of the path is the name of something, and what cannot be such a name is that of nothing. */
    private static Object name(Parameter parameter, String text, Routes routes) {
        try {
            return routes.accept(parameter, text);
        } catch (InvalidFieldException e) {
            throw new InvalidFieldException(
                    parameter.name(),
                    Texts.of(
                            "no n'hi ha cap que es digui així",
                            "no hay ninguno que se llame así",
                            "there is none of this name"));
        }
    }

    private static Map<String, String> parse(String query) {
        var given = new LinkedHashMap<String, String>();
        if (query == null || query.isEmpty()) {
            return given;
        }
        for (String pair : query.split("&", -1)) {
            String[] sides = pair.split("=", 2);
            String name = decode(sides[0]);
            String value = sides.length == 2 ? decode(sides[1]) : "";
            if (name.isEmpty()) {
                throw Problem.of(
                        400,
                        Texts.of(
                                "La consulta té un paràmetre sense nom.",
                                "La consulta tiene un parámetro sin nombre.",
                                "The query holds a parameter without a name."));
            }
            if (given.putIfAbsent(name, value) != null) {
                throw new InvalidFieldException(Text.clean(name, 64), Why.isRepeated());
            }
        }
        return given;
    }

    private static String decode(String raw) {
        try {
            return RequestPath.decode(raw.replace("+", "%20"), PLAIN + "=");
        } catch (Problem e) {
            throw Problem.of(
                    400,
                    Texts.of(
                            "La consulta no és UTF-8 codificat amb percentatges i sense caràcters de control.",
                            "La consulta no es UTF-8 codificado con porcentajes y sin caracteres de control.",
                            "The query is not percent-encoded UTF-8 without control characters."));
        }
    }
}
