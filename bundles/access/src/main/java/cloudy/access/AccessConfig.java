// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.settings.AdminOnly;
import cloudy.api.settings.Setting;
import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code etc/cloudy.access.cfg} can say. */
@ObjectClassDefinition(name = "%access", description = "%access.help", localization = "OSGI-INF/l10n/access")
@AdminOnly
@interface AccessConfig {

    @AttributeDefinition(name = "%idle", description = "%idle.help", min = "1", max = "720")
    @Setting(unit = "h")
    int sessionIdleHours() default 12;

    @AttributeDefinition(name = "%session", description = "%session.help", min = "1", max = "365")
    @Setting(unit = "d")
    int sessionDays() default 30;

    @AttributeDefinition(name = "%token", description = "%token.help", min = "1", max = "1825")
    @Setting(unit = "d")
    int tokenDays() default 365;

    /** The settings as durations. */
    final class Values {

        private Values() {}

        static Limits of(AccessConfig config) {
            return new Limits(
                    Duration.ofHours(config.sessionIdleHours()),
                    Duration.ofDays(config.sessionDays()),
                    Duration.ofDays(config.tokenDays()));
        }
    }
}
