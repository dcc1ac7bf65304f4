// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the board is too hot, at which it slows down and wears out. */
@Component(service = Check.class)
public final class TemperatureCheck implements Check {

    private static final long HOT = 80;

    /** Some sensors without a wire tell nonsense. */
    private static final long MOST = 150;

    private final Path root;
    private final Kernel kernel;

    @Activate
    public TemperatureCheck() {
        this(Path.of("/"));
    }

    TemperatureCheck(Path root) {
        this.root = root;
        kernel = new Kernel(root);
    }

    @Override
    public String id() {
        return "temperature";
    }

    @Override
    public Texts title() {
        return Texts.of("Temperatura", "Temperatura", "Temperature");
    }

    @Override
    public Finding look() throws IOException {
        Path thermal = root.resolve("sys/class/thermal");
        if (!Files.isDirectory(thermal)) {
            return Kernel.untold();
        }
        long hottest = -1;
        try (var zones = Files.newDirectoryStream(thermal, "thermal_zone*")) {
            for (Path zone : zones) {
                OptionalLong milli =
                        kernel.number(root.relativize(zone.resolve("temp")).toString(), "([0-9]{1,9})");
                long degrees = milli.orElse(-1) / 1000;
                hottest = degrees <= MOST ? Math.max(hottest, degrees) : hottest;
            }
        }
        if (hottest <= 0) {
            return Kernel.untold();
        }
        if (hottest < HOT) {
            return Finding.fine(Texts.of(hottest + " °C"));
        }
        return Finding.warning(
                Texts.of(
                        "La placa és a " + hottest + " °C.",
                        "La placa está a " + hottest + " °C.",
                        "The board is at " + hottest + " °C."),
                Texts.of(
                        "Poseu-la on hi hagi aire, o poseu-li un dissipador o un ventilador.",
                        "Póngala donde haya aire, o póngale un disipador o un ventilador.",
                        "Put it where there is air, or give it a heat sink or a fan."));
    }
}
