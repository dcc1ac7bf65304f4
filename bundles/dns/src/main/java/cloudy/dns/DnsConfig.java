// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code etc/cloudy.dns.cfg} can say. */
@ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/dns")
@interface DnsConfig {

    @AttributeDefinition(name = "%service", description = "%service.help", min = "0", max = "2147483647")
    @Setting(group = "%guifi")
    int service() default 0;

    @AttributeDefinition(name = "%deviceNames", description = "%deviceNames.help")
    @Setting(group = "%guifi")
    boolean deviceNames() default true;

    @AttributeDefinition(name = "%domains", description = "%domains.help", required = false)
    @Setting(pattern = "|[A-Za-z0-9.-]{1,254}", sentence = "%domains.sentence", group = "%guifi")
    String[] domains() default {"guifi.net", "guifi"};

    @AttributeDefinition(name = "%port", description = "%port.help", min = "1", max = "65535")
    int port() default 53;

    @AttributeDefinition(name = "%listen", description = "%listen.help", required = false)
    @Setting(pattern = "|[0-9A-Fa-f.:]{2,45}", sentence = "%address.sentence")
    String[] listen() default {};

    @AttributeDefinition(name = "%networks", description = "%networks.help", required = false)
    @Setting(pattern = "|[0-9A-Fa-f.:]{2,45}(/[0-9]{1,3})?", sentence = "%networks.sentence")
    String[] networks() default {"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128"};

    @AttributeDefinition(name = "%forwarders", description = "%forwarders.help", required = false)
    @Setting(pattern = "|[0-9A-Fa-f.:]{2,45}", sentence = "%address.sentence")
    String[] forwarders() default {};

    @AttributeDefinition(name = "%validate", description = "%validate.help")
    @Setting(group = "%trust")
    boolean validate() default true;

    @AttributeDefinition(name = "%unsigned", description = "%unsigned.help", required = false)
    @Setting(pattern = "|[A-Za-z0-9.-]{1,254}", sentence = "%unsigned.sentence", group = "%trust")
    String[] unsigned() default {};

    @AttributeDefinition(name = "%keys", description = "%keys.help", type = AttributeType.PASSWORD, required = false)
    @Setting(group = "%trust")
    String _keys() default "";

    @AttributeDefinition(name = "%cacheMegabytes", description = "%cacheMegabytes.help", min = "4", max = "4096")
    @Setting(unit = "MB", group = "%program")
    int cacheMegabytes() default 32;

    @AttributeDefinition(name = "%statisticsPort", description = "%statisticsPort.help", min = "1", max = "65535")
    @Setting(group = "%program")
    int statisticsPort() default 8053;

    // What cloudy.dns.directory.DirectoryConfig reads.

    @AttributeDefinition(name = "%directory", description = "%directory.help")
    @Setting(group = "%names")
    boolean directory() default true;

    @AttributeDefinition(name = "%directoryZone", description = "%directoryZone.help")
    @Setting(
            pattern = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*",
            sentence = "%directoryZone.sentence",
            group = "%names")
    String directoryZone() default "cloudy.internal";

    @AttributeDefinition(name = "%directoryServed", description = "%directoryServed.help")
    @Setting(group = "%names")
    boolean directoryServed() default true;

    @AttributeDefinition(name = "%directoryLan", description = "%directoryLan.help")
    @Setting(group = "%names")
    boolean directoryLan() default false;

    @AttributeDefinition(name = "%directoryAddress", description = "%directoryAddress.help")
    @Setting(pattern = "[0-9A-Fa-f.:]{2,45}", sentence = "%address.sentence", group = "%names")
    String directoryAddress() default "127.0.0.1";

    @AttributeDefinition(name = "%directoryPort", description = "%directoryPort.help", min = "1", max = "65535")
    @Setting(group = "%names")
    int directoryPort() default 8600;
}
