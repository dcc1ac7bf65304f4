// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the sign-in at guifi.net, which has the time in it, is of the past by this node's clock. */
@Component(service = Check.class)
public final class TokenClockCheck implements Check {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Account account;
    private final Clock clock;

    @Activate
    public TokenClockCheck(@Reference Settings settings) {
        this(settings, Clock.systemUTC());
    }

    TokenClockCheck(Settings settings, Clock clock) {
        account = new Account(settings);
        this.clock = clock;
    }

    @Override
    public String id() {
        return "guifi-clock";
    }

    @Override
    public Texts title() {
        return Texts.of("Rellotge de guifi.net", "Reloj de guifi.net", "Clock of guifi.net");
    }

    @Override
    public Finding look() {
        Optional<Instant> made = account.signedIn();
        if (made.isEmpty()) {
            return Finding.skipped(Texts.of(
                    "Ningú no ha entrat a guifi.net des d'aquest node.",
                    "Nadie ha entrado en guifi.net desde este nodo.",
                    "Nobody has signed in at guifi.net from this node."));
        }
        if (made.get().isAfter(clock.instant().plus(TOLERANCE))) {
            return Finding.warning(
                    Texts.of(
                            "L'entrada a guifi.net seria del futur: el rellotge d'aquest node va endarrerit.",
                            "La entrada en guifi.net sería del futuro: el reloj de este nodo va atrasado.",
                            "The sign-in at guifi.net would be of the future: this node's clock is behind."),
                    Texts.of(
                            "Poseu el rellotge a l'hora (timedatectl) i torneu a entrar.",
                            "Ponga el reloj en hora (timedatectl) y vuelva a entrar.",
                            "Set the clock right (timedatectl) and sign in again."));
        }
        return Finding.fine(Texts.of(
                "L'entrada a guifi.net és del passat.",
                "La entrada en guifi.net es del pasado.",
                "The sign-in at guifi.net is of the past."));
    }
}
