// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.guifi.Copies.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether guifi.net's data are of today. */
@Component(service = Check.class)
public final class CopiesCheck implements Check {

    /** A day without guifi.net is nothing that anybody has to see to. */
    private static final Duration OLD = Duration.ofDays(1);

    private final Guifi guifi;
    private final Clock clock;

    @Activate
    public CopiesCheck(@Reference Guifi guifi) {
        this(guifi, Clock.systemUTC());
    }

    CopiesCheck(Guifi guifi, Clock clock) {
        this.guifi = guifi;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "guifi-copies";
    }

    @Override
    public Texts title() {
        return Texts.of("Dades de guifi.net", "Datos de guifi.net", "Data of guifi.net");
    }

    @Override
    public Finding look() {
        Map<String, State> states = guifi.copies().states();
        if (states.isEmpty()) {
            return Finding.skipped(ReachableCheck.UNUSED);
        }
        Instant oldest = clock.instant().minus(OLD);
        List<Texts> wrong = new ArrayList<>();
        states.forEach((name, state) -> {
            if (state.trouble().isEmpty()) {
                return;
            }
            if (state.asOf().isEmpty()) {
                wrong.add(Texts.of("%s no hi és (%s)", "%s no está (%s)", "%s is missing (%s)")
                        .with(name, state.trouble()));
            } else if (state.asOf().get().isBefore(oldest)) {
                long days =
                        Duration.between(state.asOf().get(), clock.instant()).toDays();
                wrong.add(Texts.of("%s és de fa %s dies (%s)", "%s es de hace %s días (%s)", "%s is %s days old (%s)")
                        .with(name, days, state.trouble()));
            }
        });
        if (wrong.isEmpty()) {
            return Finding.fine(Texts.of("Són d'avui.", "Son de hoy.", "They are of today."));
        }
        return Finding.warning(
                Texts.of("%s.").with(Texts.joined("; ", wrong)),
                Texts.of(
                        "Els serveis continuen amb les dades que hi ha. Si guifi.net respon, mireu si el número del servei"
                                + " és el bo.",
                        "Los servicios siguen con los datos que hay. Si guifi.net responde, mire si el número del servicio"
                                + " es el bueno.",
                        "The services go on with what there is. If guifi.net answers, see whether the service's number is"
                                + " the right one."));
    }
}
