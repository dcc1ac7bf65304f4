// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether this Java is one that is looked after and fits the machine. */
@Component(service = Check.class)
public final class JavaCheck implements Check {

    /** The first security update of 17 that the libraries here are tested with. */
    private static final Runtime.Version LEAST = Runtime.Version.parse("17.0.9");

    private final Runtime.Version version;
    private final String bits;

    @Activate
    public JavaCheck() {
        this(Runtime.version(), System.getProperty("sun.arch.data.model", "64"));
    }

    JavaCheck(Runtime.Version version, String bits) {
        this.version = version;
        this.bits = bits;
    }

    @Override
    public String id() {
        return "java";
    }

    @Override
    public Texts title() {
        return Texts.of("Java", "Java", "Java");
    }

    @Override
    public Finding look() {
        if (version.compareToIgnoreOptional(LEAST) < 0) {
            return Finding.warning(
                    Texts.of(
                            "Aquest Java (" + version + ") té forats coneguts.",
                            "Este Java (" + version + ") tiene agujeros conocidos.",
                            "This Java (" + version + ") has known holes."),
                    Texts.of(
                            "Actualitzeu-lo: apt-get install --only-upgrade openjdk-17-jre-headless.",
                            "Actualícelo: apt-get install --only-upgrade openjdk-17-jre-headless.",
                            "Update it: apt-get install --only-upgrade openjdk-17-jre-headless."));
        }
        if (!bits.equals("64")) {
            return Finding.warning(
                    Texts.of(
                            "Aquest Java és de " + bits + " bits i va a poc a poc.",
                            "Este Java es de " + bits + " bits y va despacio.",
                            "This Java has " + bits + " bits and is slow."),
                    Texts.of(
                            "Instal·leu un sistema de 64 bits si la placa ho permet.",
                            "Instale un sistema de 64 bits si la placa lo permite.",
                            "Install a system of 64 bits if the board can run one."));
        }
        return Finding.fine(Texts.of("Java " + version));
    }
}
