// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import cloudy.api.settings.AdminOnly;
import cloudy.api.settings.Setting;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Opens the doors that {@code etc/cloudy.https.cfg} asks for, and keeps those that stay open while it changes. None is
 * open while there is nobody at the gate, for then any bundle's servlet could be reached by anyone; a {@link Bolt} sees to
 * the moments in which that changes.
 */
@Component(
        name = "cloudy.https",
        service = {})
@Designate(ocd = Doors.Config.class)
public final class Doors {

    @ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/https")
    @AdminOnly
    public @interface Config {

        @AttributeDefinition(name = "%listen.name", description = "%listen.description")
        @Setting(pattern = Network.ADDRESS, sentence = "must be an IP address of this host")
        String[] listen() default {};

        @AttributeDefinition(name = "%port.name", description = "%port.description", min = "1", max = "65535")
        int port() default 7443;

        @AttributeDefinition(name = "%plainPort.name", description = "%plainPort.description", min = "0", max = "65535")
        int plainPort() default 7000;

        @AttributeDefinition(name = "%allow.name", description = "%allow.description")
        @Setting(pattern = Network.PATTERN, sentence = "%allow.sentence")
        String[] allow() default {
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"
        };

        @AttributeDefinition(
                name = "%maxConnections.name",
                description = "%maxConnections.description",
                min = "32",
                max = "20000")
        int maxConnections() default 1000;

        @AttributeDefinition(
                name = "%perAddress.name",
                description = "%perAddress.description",
                min = "1",
                max = "20000")
        int perAddress() default 32;
    }

    private static final String GATE = "(component.name=cloudy.rest)";

    private final Admission admission;
    private final Doorkeeper keeper;
    private final ServiceRegistration<Preprocessor> bolt;

    @Activate
    public Doors(
            BundleContext context,
            Config config,
            @Reference Certificates certificates,
            @Reference Admission admission,
            @Reference(target = GATE) Preprocessor gate) {
        this.admission = admission;
        keeper = new Doorkeeper(context, admission, certificates);
        bolt = Bolt.shoot(context);
        try {
            modified(config);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Modified
    void modified(Config config) {
        admission.limits(limits(config));
        keeper.open(Place.all(listen(config), config.port(), config.plainPort() == 0 ? -1 : config.plainPort()));
    }

    @Deactivate
    void close() {
        keeper.close();
        bolt.unregister();
    }

    private static Admission.Limits limits(Config config) {
        return new Admission.Limits(
                Arrays.stream(config.allow())
                        .map(network -> Network.parse("allow", network.strip()))
                        .toList(),
                config.maxConnections(),
                config.perAddress());
    }

    private static List<InetAddress> listen(Config config) {
        return Arrays.stream(config.listen())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> Network.literal(text)
                        .orElseThrow(() -> new InvalidFieldException(
                                "listen",
                                Texts.of(
                                        "ha de ser una adreça IP",
                                        "debe ser una dirección IP",
                                        "must be an IP address"),
                                text)))
                .toList();
    }
}
