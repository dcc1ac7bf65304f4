// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code etc/cloudy.guifi.cfg} can say. */
@ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/guifi")
@interface GuifiConfig {

    @AttributeDefinition(name = "%baseUrl", description = "%baseUrl.help")
    @Setting(
            pattern = "https?://[A-Za-z0-9.:\\[\\]-]{1,255}(/[A-Za-z0-9._~/-]{0,255})?",
            sentence = "%baseUrl.sentence")
    String baseUrl() default "https://guifi.net";

    @AttributeDefinition(name = "%zone", description = "%zone.help", min = "1", max = "999999999")
    long zone() default 3671;

    @AttributeDefinition(name = "%user", description = "%user.help", required = false)
    @Setting(pattern = "[^\\x00-\\x1F\\x7F]{0,60}", sentence = "%user.sentence", group = "%declared")
    String user() default "";

    @AttributeDefinition(name = "%token", description = "%token.help", type = AttributeType.PASSWORD, required = false)
    @Setting(pattern = "|[A-Za-z0-9+/=_.:-]{8,512}", sentence = "%token.sentence", group = "%declared")
    String _token() default "";

    @AttributeDefinition(name = "%node", description = "%node.help", min = "0", max = "999999999", required = false)
    @Setting(group = "%declared")
    long node() default 0;

    @AttributeDefinition(name = "%device", description = "%device.help", min = "0", max = "999999999", required = false)
    @Setting(group = "%declared")
    long device() default 0;
}
