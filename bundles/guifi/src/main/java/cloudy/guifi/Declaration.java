// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.guifi.GuifiService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node in guifi.net's lists: its device, its address, its services. Each step can be done again: what a kill left
 * half done is found at guifi.net, and not made twice.
 */
final class Declaration {

    private static final Logger LOG = LoggerFactory.getLogger(Declaration.class);

    private final Guifi guifi;
    private final Account account;
    private final Supplier<List<GuifiService>> services;

    Declaration(Guifi guifi, Account account, Supplier<List<GuifiService>> services) {
        this.guifi = guifi;
        this.account = account;
        this.services = services;
    }

    /** Something that needs a sign-in. */
    @FunctionalInterface
    private interface Step<T> {

        T done(GuifiApi api) throws IOException;
    }

    void signIn(String user, String password, Caller by) throws IOException {
        account.signIn(user, new GuifiApi(guifi.site(), "").signIn(user, password), by);
    }

    /** Adds a device for this node, and remembers it. */
    long addDevice(String nick, String mac, String mail, String comment, Caller by) throws IOException {
        long node = require(
                account.node(),
                Texts.of(
                        "primer cal triar el node de guifi.net on és aquest dispositiu",
                        "primero hay que elegir el nodo de guifi.net donde está este dispositivo",
                        "first choose the node of guifi.net where this device is"));
        long device = signedIn(by, api -> api.addDevice(node, nick, mac, mail, comment));
        account.device(device, by);
        clear(by);
        return device;
    }

    /** Gives this node's device an address beside one of another device. */
    void link(long other, Caller by) throws IOException {
        long own = device();
        signedIn(by, api -> {
            api.link(own, other);
            return own;
        });
        clear(by);
    }

    /** Takes the address away. */
    void unlink(Caller by) throws IOException {
        long own = device();
        signedIn(by, api -> {
            api.unlink(own);
            return own;
        });
        clear(by);
    }

    /** Sees to it that a service is in guifi.net's list, on this device, and that it knows its id. */
    long declare(GuifiService service, Caller by) throws IOException {
        long own = device();
        long id = signedIn(by, api -> declared(api, service, own));
        if (service.id().isEmpty() || service.id().getAsLong() != id) {
            service.declared(OptionalLong.of(id), by);
        }
        return id;
    }

    /** Takes a service off the list. */
    void withdraw(GuifiService service, Caller by) throws IOException {
        if (service.id().isEmpty()) {
            return;
        }
        long id = service.id().getAsLong();
        long own = device();
        signedIn(by, api -> {
            Optional<Long> on = api.deviceOf(id);
            if (on.isPresent() && on.get() != own) {
                throw new Trouble(Texts.of(
                                "el servei %s és a guifi.net en un altre dispositiu, el %s",
                                "el servicio %s está en guifi.net en otro dispositivo, el %s",
                                "service %s is on another device at guifi.net, on %s")
                        .with(id, on.get()));
            }
            if (on.isPresent()) {
                api.removeService(id);
            }
            return id;
        });
        service.declared(OptionalLong.empty(), by);
    }

    /** Has guifi.net show what was changed; where it does not, it does so by itself after a while. */
    void clear(Caller by) throws IOException {
        try {
            signedIn(by, api -> {
                api.clearCnml();
                return 0L;
            });
        } catch (Trouble e) {
            LOG.info("guifi.net may show the change later only: {}", e.getMessage());
        }
    }

    /** The services of this node that guifi.net keeps a list of. */
    List<GuifiService> services() {
        return services.get();
    }

    private long declared(GuifiApi api, GuifiService service, long own) throws IOException {
        if (service.id().isPresent()) {
            long known = service.id().getAsLong();
            Optional<Long> on = api.deviceOf(known);
            if (on.isPresent()) {
                if (on.get() != own) {
                    api.moveService(known, own);
                }
                return known;
            }
        }
        Optional<Long> there = there(api, service, own);
        if (there.isPresent()) {
            return there.get();
        }
        List<String> kinds = api.kinds();
        if (!kinds.contains(service.kind())) {
            throw new Trouble(Texts.of(
                            "guifi.net no té cap llista de serveis %s",
                            "guifi.net no tiene ninguna lista de servicios %s", "guifi.net has no list of services %s")
                    .with(service.kind()));
        }
        Optional<Long> added =
                api.addService(own, service.kind(), service.title().english() + ' ' + own, service.nickPrefix() + own);
        return added.isPresent()
                ? added.get()
                : there(api, service, own)
                        .orElseThrow(() -> new Trouble(Texts.of(
                                "guifi.net no ha dit quin número té el servei",
                                "guifi.net no ha dicho qué número tiene el servicio",
                                "guifi.net did not say which number the service has")));
    }

    private static Optional<Long> there(GuifiApi api, GuifiService service, long own) throws IOException {
        return api.services(own).stream()
                .filter(one -> one.kind().equals(service.kind()))
                .map(GuifiApi.Declared::id)
                .findFirst();
    }

    private long device() throws Trouble {
        return require(
                account.device(),
                Texts.of(
                        "primer cal triar o afegir aquest dispositiu a guifi.net",
                        "primero hay que elegir o añadir este dispositivo en guifi.net",
                        "first choose or add this device at guifi.net"));
    }

    private static long require(long id, Texts otherwise) throws Trouble {
        if (id == 0) {
            throw new Unready(otherwise);
        }
        return id;
    }

    /** Something has to be done first. */
    static final class Unready extends Trouble {

        private static final long serialVersionUID = 1L;

        private Unready(Texts texts) {
            super(texts);
        }
    }

    private <T> T signedIn(Caller by, Step<T> step) throws IOException {
        String token = account.token();
        if (token.isEmpty()) {
            throw new Unready(Texts.of(
                    "primer cal entrar a guifi.net",
                    "primero hay que entrar en guifi.net",
                    "first sign in at guifi.net"));
        }
        try {
            return step.done(new GuifiApi(guifi.site(), token));
        } catch (GuifiApi.Refusal e) {
            if (e.asksForPassword()) {
                account.forgetToken(by);
            }
            throw e;
        }
    }
}
