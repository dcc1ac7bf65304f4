// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.guifi.GuifiService;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** This node's name server in guifi.net's list. */
@Component(service = GuifiService.class)
public final class DnsAtGuifi implements GuifiService {

    private static final String KEY = "service";

    private final Settings settings;

    @Activate
    public DnsAtGuifi(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "DNS";
    }

    @Override
    public String nickPrefix() {
        return "dns";
    }

    @Override
    public Texts title() {
        return Texts.of("Servidor de noms", "Servidor de nombres", "Name server");
    }

    @Override
    public OptionalLong id() {
        String said = settings.read(DnsService.PID).getOrDefault(KEY, "").trim();
        return said.matches("[1-9][0-9]{0,9}") ? OptionalLong.of(Long.parseLong(said)) : OptionalLong.empty();
    }

    @Override
    public void declared(OptionalLong id, Caller by) throws IOException {
        Optional<String> value = id.isPresent() ? Optional.of(Long.toString(id.getAsLong())) : Optional.empty();
        settings.change(DnsService.PID, Map.of(KEY, value), by);
    }
}
