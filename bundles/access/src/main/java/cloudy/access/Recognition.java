// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.Greeting;
import cloudy.api.access.Access;
import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Who is let in. A change of a setting does not make it anew: that would be a new token for the command line. */
@Component(
        name = "cloudy.access",
        service = {Access.class, Greeting.class, Recognition.class})
@Designate(ocd = AccessConfig.class)
public final class Recognition implements Access, Greeting {

    private static final Texts SETUP_CODE =
            Texts.of("Codi d'instal·lació: %s", "Código de instalación: %s", "Set-up code: %s");

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<EventSink> sinks = List.of();

    private final People people;
    private volatile Limits limits;

    @Activate
    public Recognition(AccessConfig config, @Reference Audit audit) {
        limits = AccessConfig.Values.of(config);
        people = new People(
                Path.of(System.getProperty("karaf.data")),
                audit,
                Clock.systemUTC(),
                Attempts::steadyMs,
                PasswordHash.Cost.USUAL,
                () -> limits,
                this::tell);
    }

    @Modified
    void adjust(AccessConfig config) {
        limits = AccessConfig.Values.of(config);
    }

    @Deactivate
    void close() {
        people.close();
    }

    private void tell(String user, String what) {
        EventSink.tell(sinks, new Event("user", user, Role.ADMIN, Map.of("change", what)));
        // There may be an admin now.
        EventSink.tell(sinks, Event.of("check", SetupCheck.ID));
    }

    People people() {
        return people;
    }

    @Override
    public Optional<Caller> token(String token, InetAddress from) {
        return people.token(token, from);
    }

    @Override
    public Optional<Session> session(String cookie, InetAddress from) {
        return people.session(cookie);
    }

    @Override
    public Optional<Session> glance(String cookie, InetAddress from) {
        return people.glance(cookie);
    }

    @Override
    public Optional<Caller> password(String name, char[] password, String code, InetAddress from) {
        return people.password(name, password, code, from);
    }

    @Override
    public List<Texts> lines() {
        return people.setup().code().map(code -> List.of(SETUP_CODE.with(code))).orElse(List.of());
    }
}
