// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import cloudy.api.CloudyService;
import cloudy.api.registry.Share;
import cloudy.api.settings.Setting;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the service that one {@code etc/cloudy.external-<name>.cfg} declares among the services of this node.
 *
 * <p>It registers the service by itself, because the file says {@code enabled} where a service property has to say
 * {@code cloudy.enabled}. A changed file makes a new component, whose service has the same {@code service.pid}.
 */
@Component(
        name = External.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = External.Config.class, factory = true)
public final class External {

    static final String PID = Share.LIST;

    private static final Logger LOGGER = LoggerFactory.getLogger(External.class);

    /** Read from the properties as they come: a value of the wrong kind gets a sentence, and not a stack trace. */
    @ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/external")
    @interface Config {

        @AttributeDefinition(name = "%type", description = "%type.help")
        @Setting(pattern = "[A-Za-z0-9-]{1,15}", sentence = "%type.sentence")
        String type();

        @AttributeDefinition(name = "%description", description = "%description.help")
        @Setting(pattern = "(?=.*\\S)[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]{1,100}", sentence = "%description.sentence")
        String description();

        @AttributeDefinition(name = "%port", description = "%port.help", min = "0", max = "65535")
        int port();

        @AttributeDefinition(name = "%check", description = "%check.help", required = false)
        @Setting(
                pattern = Declaration.NONE + "|" + Target.PATTERN + "|" + WebTarget.PATTERN,
                sentence = "%check.sentence")
        String check();

        @AttributeDefinition(name = "%txt", description = "%txt.help", required = false)
        String txt();

        @AttributeDefinition(
                name = "%protocol",
                description = "%protocol.help",
                required = false,
                defaultValue = "tcp",
                options = {@Option(label = "TCP", value = "tcp"), @Option(label = "UDP", value = "udp")})
        String protocol();

        @AttributeDefinition(name = "%address", description = "%address.help", required = false)
        @Setting(pattern = Declaration.IPV4 + "|" + Declaration.IPV6, sentence = "%address.sentence")
        String address();

        @AttributeDefinition(
                name = "%audience",
                description = "%audience.help",
                required = false,
                defaultValue = "community",
                options = {
                    @Option(label = "%audience.lan", value = "lan"),
                    @Option(label = "%audience.community", value = "community")
                })
        String audience();

        @AttributeDefinition(name = "%enabled", description = "%enabled.help", required = false, defaultValue = "true")
        boolean enabled();
    }

    private final ServiceRegistration<CloudyService> registration;

    @Activate
    public External(BundleContext context, Map<String, Object> properties) {
        var service = DeclaredService.of(properties);
        service.refusal()
                .ifPresent(refusal -> LOGGER.warn(
                        "{}: {}", file(properties.get(Constants.SERVICE_PID).toString()), refusal.getMessage()));
        registration =
                context.registerService(CloudyService.class, service, FrameworkUtil.asDictionary(wishes(properties)));
    }

    @Deactivate
    void withdraw() {
        registration.unregister();
    }

    /** Service properties: the name of the service, and what the registry has to know before it asks the service. */
    private static Map<String, Object> wishes(Map<String, Object> properties) {
        var wishes = new HashMap<String, Object>();
        properties.forEach((key, value) -> {
            if (key.startsWith("cloudy.") || key.equals(Constants.SERVICE_PID) || key.equals("component.name")) {
                wishes.put(key, value);
            }
        });
        if (Declaration.isOff(properties)) {
            wishes.put(CloudyService.ENABLED, false);
        }
        // What the list of services shows as wished is what the file says, in either form.
        Object audience = properties.get("audience");
        if (audience instanceof String word && word.strip().matches("(?i)lan|community")) {
            wishes.putIfAbsent("cloudy.audience", audience);
        }
        return wishes;
    }

    private static String file(String pid) {
        return Share.file(pid);
    }
}
