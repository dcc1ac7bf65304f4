// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether somebody has taken the node over; until then whoever has the set-up code can. */
@Component(service = Check.class)
public final class SetupCheck implements Check {

    static final String ID = "set-up";

    private final BooleanSupplier needed;

    @Activate
    public SetupCheck(@Reference Recognition recognition) {
        this(() -> recognition.people().users().needsSetup());
    }

    SetupCheck(BooleanSupplier needed) {
        this.needed = needed;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Texts title() {
        return Texts.of("Primer administrador", "Primer administrador", "First admin");
    }

    @Override
    public Finding look() {
        return needed.getAsBoolean()
                ? Finding.warning(
                        Texts.of(
                                "El node encara no té administrador.",
                                "El nodo todavía no tiene administrador.",
                                "The node has no admin yet."),
                        Texts.of(
                                "Obriu la pàgina del node i feu-vos un compte amb el codi que diu cloudy setup-code.",
                                "Abra la página del nodo y hágase una cuenta con el código que dice cloudy setup-code.",
                                "Open the node's page and make an account with the code that cloudy setup-code says."))
                : Finding.fine(Texts.of(
                        "El node té administrador.", "El nodo tiene administrador.", "The node has an admin."));
    }
}
