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
    @ObjectClassDefinition(
            name = "Service without Java",
            description = "Something that runs on this device, or beside it, and shall be announced")
    @interface Config {

        @AttributeDefinition(name = "Type", description = "DNS-SD service name without underscore, such as etherpad")
        @Setting(pattern = "[A-Za-z0-9-]{1,15}", sentence = "must be 1 to 15 letters, digits or hyphens")
        String type();

        @AttributeDefinition(name = "Description", description = "What neighbours read in the list of services")
        @Setting(
                pattern = "(?=.*\\S)[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]{1,100}",
                sentence = "must have 1 to 100 characters on one line")
        String description();

        @AttributeDefinition(
                name = "Port",
                description = "Where neighbours connect to, or 0 if there is no port",
                min = "0",
                max = "65535")
        int port();

        @AttributeDefinition(
                name = "Check",
                description = "Host and port, or web address, that answer while the service can be used; none for no"
                        + " check at all. Where it is missing, the port is probed as a neighbour would",
                required = false)
        @Setting(
                pattern = Declaration.NONE + "|" + Target.PATTERN + "|" + WebTarget.PATTERN,
                sentence = Target.SENTENCE)
        String check();

        @AttributeDefinition(
                name = "TXT",
                description = "Facts for those who want to use the service, such as path=/pads&lang=ca",
                required = false)
        String txt();

        @AttributeDefinition(
                name = "Protocol",
                description = "Transport protocol; a service over UDP needs a check",
                required = false,
                defaultValue = "tcp",
                options = {@Option(label = "TCP", value = "tcp"), @Option(label = "UDP", value = "udp")})
        String protocol();

        @AttributeDefinition(
                name = "Address",
                description = "IP address of the host that the service runs on, when it is not this one",
                required = false)
        @Setting(pattern = Declaration.IPV4 + "|" + Declaration.IPV6, sentence = Declaration.ADDRESS_SENTENCE)
        String address();

        @AttributeDefinition(
                name = "Audience",
                description = "The widest circle that may hear of it",
                required = false,
                defaultValue = "community",
                options = {
                    @Option(label = "This network only", value = "lan"),
                    @Option(label = "The whole community", value = "community")
                })
        String audience();

        @AttributeDefinition(
                name = "Enabled",
                description = "Whether it is switched on",
                required = false,
                defaultValue = "true")
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
