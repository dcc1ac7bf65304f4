// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

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

/** The proxy as guifi.net lists it; the number that it gets there becomes a setting. */
@Component(service = GuifiService.class)
public final class ProxyGuifi implements GuifiService {

    private static final String ID = "id";

    private final Settings settings;

    @Activate
    public ProxyGuifi(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "Proxy";
    }

    @Override
    public String nickPrefix() {
        return "prx";
    }

    @Override
    public Texts title() {
        return Texts.of("Proxy3");
    }

    @Override
    public OptionalLong id() {
        return Optional.ofNullable(settings.read(ProxyService.PID).get(ID))
                .filter(text -> text.matches("[1-9][0-9]{0,8}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    @Override
    public void declared(OptionalLong id, Caller by) throws IOException {
        Optional<String> value = id.isPresent() ? Optional.of(Long.toString(id.getAsLong())) : Optional.empty();
        settings.change(ProxyService.PID, Map.of(ID, value), by);
    }
}
