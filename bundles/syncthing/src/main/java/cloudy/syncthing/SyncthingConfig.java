// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code etc/cloudy.syncthing.cfg} can say. */
@ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/syncthing")
@interface SyncthingConfig {

    @AttributeDefinition(name = "%listenPort", description = "%listenPort.help", min = "1", max = "65535")
    int listenPort() default 22000;

    @AttributeDefinition(name = "%roots", description = "%roots.help", required = false)
    @Setting(pattern = "|/[^,]{0,1023}", sentence = "%roots.sentence")
    String[] roots() default {};

    @AttributeDefinition(name = "%globalAnnounce", description = "%globalAnnounce.help")
    @Setting(group = "%outside")
    boolean globalAnnounce() default false;

    @AttributeDefinition(name = "%localAnnounce", description = "%localAnnounce.help")
    @Setting(group = "%outside")
    boolean localAnnounce() default false;

    @AttributeDefinition(name = "%relays", description = "%relays.help")
    @Setting(group = "%outside")
    boolean relays() default false;

    @AttributeDefinition(name = "%nat", description = "%nat.help")
    @Setting(group = "%outside")
    boolean nat() default false;

    @AttributeDefinition(name = "%usageReport", description = "%usageReport.help")
    @Setting(group = "%outside")
    boolean usageReport() default false;

    @AttributeDefinition(name = "%crashReport", description = "%crashReport.help")
    @Setting(group = "%outside")
    boolean crashReport() default false;

    @AttributeDefinition(name = "%upgrade", description = "%upgrade.help")
    @Setting(group = "%outside")
    boolean upgrade() default false;

    @AttributeDefinition(name = "%guiPort", description = "%guiPort.help", min = "1", max = "65535")
    @Setting(group = "%program")
    int guiPort() default 8384;

    @AttributeDefinition(name = "%restAddress", description = "%restAddress.help", required = false)
    @Setting(
            pattern = "|(127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\]):[0-9]{1,5}",
            sentence = "%restAddress.sentence",
            group = "%program")
    String restAddress() default "";

    @AttributeDefinition(
            name = "%apiKey",
            description = "%apiKey.help",
            type = AttributeType.PASSWORD,
            required = false)
    @Setting(pattern = "|[A-Za-z0-9_-]{16,128}", sentence = "%apiKey.sentence", group = "%program")
    String _apiKey() default "";
}
