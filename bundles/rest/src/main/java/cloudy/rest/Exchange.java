// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.rest.contract.RefusedPartException;
import cloudy.rest.contract.Route;
import cloudy.rest.contract.Routes;
import cloudy.rest.contract.Yaml;
import cloudy.rest.json.Json;
import cloudy.rest.json.JsonBody;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A request that the gate let in, and where its answer goes. */
record Exchange(Visit visit, Routes routes, Routes.Match match) {

    static final int MAX_BODY = 1024 * 1024;
    static final int MAX_PUBLIC_BODY = 16 * 1024;

    private static final Pattern TYPE = Pattern.compile("application/(json|yaml)\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    private static final List<String> SHOWN = List.of("if-match", "last-event-id", "user-agent");

    /** Cookies with this prefix come from this node over HTTPS, and from nobody else. */
    private static final String COOKIES = "__Host-cloudy";

    HttpServletRequest request() {
        return visit.request();
    }

    HttpServletResponse response() {
        return visit.response();
    }

    boolean isHead() {
        return request().getMethod().equals("HEAD");
    }

    /** What anybody at all may send must not fill the memory of a small board. */
    int maxBody() {
        return match.route().role().isEmpty() ? MAX_PUBLIC_BODY : MAX_BODY;
    }

    /** Holds the whole request against the contract. */
    Call call(byte[] bytes) {
        Map<String, Object> parameters = Query.parameters(match, request().getQueryString(), routes);
        return new Call(visit.caller(), visit.from(), parameters, body(bytes), headers(), visit.languages());
    }

    private Map<String, Object> body(byte[] bytes) {
        Optional<Route.Body> wanted = match.route().body();
        if (wanted.isEmpty()) {
            if (bytes.length > 0) {
                throw Problem.of(
                        400,
                        Texts.of(
                                "Aquesta operació no admet cos.",
                                "Esta operación no admite cuerpo.",
                                "This operation takes no body."));
            }
            return Map.of();
        }
        if (bytes.length == 0) {
            if (wanted.get().required()) {
                throw new InvalidFieldException("body", Why.isMissing());
            }
            return Map.of();
        }
        Matcher type = TYPE.matcher(String.valueOf(request().getContentType()).toLowerCase(Locale.ROOT));
        if (!type.matches() || request().getHeader("Content-Encoding") != null) {
            throw Problem.of(
                    415,
                    Texts.of(
                            "El cos ha de ser application/json o application/yaml.",
                            "El cuerpo debe ser application/json o application/yaml.",
                            "The body must be application/json or application/yaml."));
        }
        return routes.accept(wanted.get(), JsonBody.read(type.group(1).equals("yaml") ? json(bytes) : bytes));
    }

    /** What is written as YAML is held against the same limits as JSON. */
    private static byte[] json(byte[] yaml) {
        try {
            return Json.write(Yaml.read(yaml)).getBytes(StandardCharsets.UTF_8);
        } catch (RefusedPartException e) {
            throw Problem.of(
                    400,
                    Texts.of(
                                    "El cos no és cap YAML que es prengui: %s",
                                    "El cuerpo no es un YAML que se acepte: %s",
                                    "The body is no YAML that is taken: %s")
                            .with(Text.clean(e.getMessage(), 200)));
        }
    }

    private Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        for (String name : SHOWN) {
            String value = request().getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        Cookie[] cookies = request().getCookies();
        if (cookies != null) {
            String ours = Arrays.stream(cookies)
                    .filter(cookie -> cookie.getName().startsWith(COOKIES))
                    .map(cookie -> cookie.getName() + '=' + cookie.getValue())
                    .collect(Collectors.joining("; "));
            if (!ours.isEmpty()) {
                headers.put("cookie", ours);
            }
        }
        return headers;
    }
}
