// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import static java.util.Objects.requireNonNull;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has passed the contract.
 *
 * <p>Values are those of JSON: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link List}, {@link Map} with text
 * keys, and null.
 *
 * @param caller who asks; empty only where the contract says {@code public}
 * @param from where the request comes from
 * @param parameters those of path and query by name, of the type that the contract gives them, defaults filled in
 * @param body the JSON object that came with the request, in its order; empty when there was none
 * @param headers by lower-case name, only those that operations may look at: {@code if-match}, {@code last-event-id},
 *     {@code cookie} with the cookies whose names begin with {@code __Host-cloudy} ({@code name=value; name=value}),
 *     {@code user-agent}
 * @param languages what the caller likes to read, best first; never empty
 */
public record Call(
        Optional<Caller> caller,
        InetAddress from,
        Map<String, Object> parameters,
        Map<String, Object> body,
        Map<String, String> headers,
        List<Locale> languages) {

    public Call {
        requireNonNull(caller);
        requireNonNull(from);
        parameters = Map.copyOf(parameters);
        // Not copyOf, which takes no null: in a body null says that something is to be removed.
        body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
        headers = Map.copyOf(headers);
        languages = languages.isEmpty() ? List.of(Locale.ENGLISH) : List.copyOf(languages);
    }

    /** A call with these parameters and nothing else, as tests make it. */
    public static Call of(Caller caller, Map<String, Object> parameters) {
        return new Call(
                Optional.of(caller),
                InetAddress.getLoopbackAddress(),
                parameters,
                Map.of(),
                Map.of(),
                List.of(Locale.ENGLISH));
    }

    /** This call with a body. */
    public Call with(Map<String, Object> object) {
        return new Call(caller, from, parameters, object, headers, languages);
    }

    /** This call with a header. */
    public Call withHeader(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Call(caller, from, parameters, body, more, languages);
    }

    /** Who asks, where the contract asks for a role. */
    public Caller requireCaller() {
        return caller.orElseThrow(
                () -> Problem.of(401, Texts.of("Primer cal entrar.", "Primero hay que entrar.", "Sign in first.")));
    }

    /** A parameter that the contract requires or has a default for. */
    public String text(String parameter) {
        return find(parameter).orElseThrow(() -> new InvalidFieldException(parameter, Why.isMissing()));
    }

    /** A parameter that may be missing. */
    public Optional<String> find(String parameter) {
        return Optional.ofNullable(parameters.get(parameter)).map(Object::toString);
    }

    /** A whole number that the contract requires or has a default for. */
    public long number(String parameter) {
        if (parameters.get(parameter) instanceof Number number) {
            return number.longValue();
        }
        throw new InvalidFieldException(parameter, Why.mustBeWholeNumber());
    }

    /** Whether a parameter is there and true. */
    public boolean flag(String parameter) {
        return Boolean.TRUE.equals(parameters.get(parameter));
    }

    /** A text in the body that may be missing. */
    public Optional<String> bodyText(String property) {
        return Optional.ofNullable(body.get(property)).map(Object::toString);
    }
}
