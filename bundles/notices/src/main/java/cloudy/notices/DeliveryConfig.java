// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.settings.AdminOnly;
import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What {@code etc/cloudy.notices.cfg} can say. An admin's, since it has the node call other machines. */
@AdminOnly
@ObjectClassDefinition(name = "%notices", description = "%notices.help", localization = "OSGI-INF/l10n/notices")
@interface DeliveryConfig {

    @AttributeDefinition(
            name = "%least",
            description = "%least.help",
            options = {
                @Option(label = "%info", value = "info"),
                @Option(label = "%warning", value = "warning"),
                @Option(label = "%fault", value = "fault")
            })
    String least() default "warning";

    @AttributeDefinition(name = "%webhook", description = "%webhook.help", required = false)
    @Setting(pattern = "(https?://[^\\s@]{1,500})?", sentence = "%webhook.sentence", group = "%web")
    String webhook() default "";

    @AttributeDefinition(name = "%token", description = "%token.help", required = false)
    @Setting(pattern = "[!-~]{0,500}", group = "%web")
    String _webhookToken() default "";

    @AttributeDefinition(name = "%host", description = "%host.help", required = false)
    @Setting(pattern = "[A-Za-z0-9.:-]{0,253}", sentence = "%host.sentence", group = "%mail")
    String smtpHost() default "";

    @AttributeDefinition(name = "%port", description = "%port.help", min = "1", max = "65535")
    @Setting(group = "%mail")
    int smtpPort() default 587;

    @AttributeDefinition(name = "%user", description = "%user.help", required = false)
    @Setting(group = "%mail")
    String smtpUser() default "";

    @AttributeDefinition(name = "%password", required = false)
    @Setting(group = "%mail")
    String _smtpPassword() default "";

    @AttributeDefinition(name = "%from", required = false)
    @Setting(pattern = "([^\\s@<>]+@[^\\s@<>]+)?", sentence = "%address.sentence", group = "%mail")
    String mailFrom() default "";

    @AttributeDefinition(name = "%to", required = false)
    @Setting(pattern = "([^\\s@<>]+@[^\\s@<>]+)?", sentence = "%address.sentence", group = "%mail")
    String mailTo() default "";

    @AttributeDefinition(
            name = "%language",
            options = {
                @Option(label = "Català", value = "ca"),
                @Option(label = "Castellano", value = "es"),
                @Option(label = "English", value = "en")
            })
    @Setting(group = "%mail")
    String language() default "en";
}
