// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import cloudy.guifi.Site.Question;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** guifi.net's API: what signs in, and what changes a node. Calls block; safe for use by many threads. */
final class GuifiApi {

    private static final int MAX_ANSWER = 4 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final String TOKEN = "[A-Za-z0-9+/=_.:-]{8,512}";

    private final Site site;
    private final String token;

    /** @param token of a sign-in; empty for none */
    GuifiApi(Site site, String token) {
        this.site = site;
        this.token = token;
    }

    /** guifi.net understood, and says no. */
    static final class Refusal extends Trouble {

        private static final long serialVersionUID = 1L;

        private final int code;

        private Refusal(int code, Texts texts) {
            super(texts);
            this.code = code;
        }

        /** Whether the token is not good any more. */
        boolean asksForPassword() {
            return code == 502;
        }

        /** Whether what was named is not there, or not any more. */
        boolean isOfNothing() {
            return code == 500 || (code == 403 && getMessage().contains("does not exist"));
        }
    }

    /** A service of a device. */
    record Declared(long id, String kind) {}

    /** Signs in, and gives the token. */
    String signIn(String user, String password) throws IOException {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("username", user);
        parameters.put("password", password);
        parameters.put("method", "password");
        String given = call("/api/auth", "guifi.auth.login", parameters)
                .in("authToken")
                .raw();
        if (!given.matches(TOKEN)) {
            throw strange();
        }
        return given;
    }

    /** Adds a device of the type cloudy, and gives its id. */
    long addDevice(long node, String nick, String mac, String mail, String comment) throws IOException {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("node_id", Long.toString(node));
        parameters.put("type", "cloudy");
        parameters.put("mac", mac);
        parameters.put("nick", nick);
        if (!mail.isEmpty()) {
            parameters.put("notification", mail);
        }
        parameters.put("comment", comment);
        parameters.put("status", "Testing");
        return requireId(call("guifi.device.add", parameters).in("device_id").number());
    }

    /** Gives a cloudy device an address, beside one of another device of the node. */
    void link(long cloudy, long device) throws IOException {
        call("guifi.cloudy.addlink", Map.of("device_id", Long.toString(device), "cloudy_id", Long.toString(cloudy)));
    }

    void unlink(long cloudy) throws IOException {
        call("guifi.cloudy.unlink", Map.of("cloudy_id", Long.toString(cloudy)));
    }

    /** The kinds of services that guifi.net has. */
    List<String> kinds() throws IOException {
        Json kinds = call("guifi.service.types", Map.of()).in("service_type");
        return kinds.value() instanceof Map<?, ?> map
                ? map.keySet().stream().map(Object::toString).toList()
                : List.of();
    }

    /** The services of a device. */
    List<Declared> services(long device) throws IOException {
        var found = new ArrayList<Declared>();
        Json services = call("guifi.service.list", Map.of("server_id", Long.toString(device)))
                .in("services");
        for (Json one : services.all()) {
            if (one.in("id").number() > 0) {
                found.add(new Declared(
                        one.in("id").number(), one.in("service_type").text()));
            }
        }
        return found;
    }

    /** The device that a service is on; empty when there is no such service. */
    Optional<Long> deviceOf(long service) throws IOException {
        try {
            Json found = call("guifi.service.get", Map.of("service_id", Long.toString(service)))
                    .in("service");
            return Optional.of(found.in("device_id").number()).filter(id -> id > 0);
        } catch (Refusal e) {
            if (e.isOfNothing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Adds a service; its id is empty where guifi.net does not say it. */
    Optional<Long> addService(long device, String kind, String name, String nick) throws IOException {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("name", name);
        parameters.put("server_id", Long.toString(device));
        parameters.put("service_type", kind);
        parameters.put("nick", nick);
        parameters.put("status", "Working");
        long id = call("guifi.service.add", parameters).in("service").in("id").number();
        return Optional.of(id).filter(given -> given > 0);
    }

    /** Says that a service is on another device now. */
    void moveService(long service, long device) throws IOException {
        call("guifi.service.update", Map.of("service_id", Long.toString(service), "server_id", Long.toString(device)));
    }

    /** Removes a service; nothing happens when it is not there. */
    void removeService(long service) throws IOException {
        try {
            call("guifi.service.remove", Map.of("service_id", Long.toString(service)));
        } catch (Refusal e) {
            if (!e.isOfNothing()) {
                throw e;
            }
        }
    }

    /** Has guifi.net forget the CNML that it keeps made, so that the next one shows what was changed. */
    void clearCnml() throws IOException {
        call("guifi.cnml.clear", Map.of());
    }

    private Json call(String command, Map<String, String> parameters) throws IOException {
        return call("/api", command, parameters);
    }

    private Json call(String path, String command, Map<String, String> parameters) throws IOException {
        var query = new StringBuilder(path).append("?command=").append(command);
        parameters.forEach((name, value) ->
                query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        Optional<String> authorization = token.isEmpty() ? Optional.empty() : Optional.of("GuifiLogin auth=" + token);
        byte[] said = site.visit().bytes(new Question(query.toString(), authorization, MAX_ANSWER, PATIENCE));
        Json answer;
        try {
            answer = Json.read(said);
        } catch (IOException e) {
            throw strange();
        }
        List<Json> errors = answer.in("errors").all();
        if (!errors.isEmpty()) {
            throw refusal(errors.get(0));
        }
        if (answer.in("code").in("code").number() / 100 != 2) {
            throw strange();
        }
        return answer.in("responses");
    }

    private static long requireId(long id) throws Trouble {
        if (id <= 0) {
            throw strange();
        }
        return id;
    }

    private static Trouble strange() {
        return new Trouble(Texts.of(
                "la resposta no és de l'API de guifi.net",
                "la respuesta no es de la API de guifi.net",
                "the answer is not one of guifi.net's API"));
    }

    private static Refusal refusal(Json error) {
        int code = (int) error.in("code").number();
        String extra = error.in("extra").text();
        String said = extra.isEmpty() ? error.in("str").text() : extra;
        return new Refusal(code, words(code, said));
    }

    /** What guifi.net says in English, in the reader's language where it is one of the few things that it usually says. */
    private static Texts words(int code, String said) {
        if (code == 502) {
            return Texts.of(
                    "guifi.net ja no reconeix l'entrada: torneu a entrar amb la contrasenya",
                    "guifi.net ya no reconoce la entrada: vuelva a entrar con la contraseña",
                    "guifi.net does not know the sign-in any more: sign in with the password again");
        }
        if (code == 501) {
            return Texts.of(
                    "aquest usuari no ho pot fer a guifi.net",
                    "este usuario no puede hacerlo en guifi.net",
                    "this user may not do that at guifi.net");
        }
        if (said.contains("username or password")) {
            return Texts.of(
                    "l'usuari o la contrasenya no són correctes",
                    "el usuario o la contraseña no son correctos",
                    "the user name or the password is not correct");
        }
        if (said.contains("already in use")) {
            return Texts.of(
                    "a guifi.net ja hi ha una cosa amb aquest nom",
                    "en guifi.net ya hay algo con este nombre",
                    "guifi.net has something of that name already");
        }
        if (said.contains("did not assign IPv4") || said.contains("did not have interfaces")) {
            return Texts.of(
                    "a guifi.net el dispositiu encara no té cap adreça",
                    "en guifi.net el dispositivo todavía no tiene dirección",
                    "the device has no address at guifi.net yet");
        }
        return Texts.of("guifi.net diu (%s): %s", "guifi.net dice (%s): %s", "guifi.net says (%s): %s")
                .with(code, said);
    }
}
