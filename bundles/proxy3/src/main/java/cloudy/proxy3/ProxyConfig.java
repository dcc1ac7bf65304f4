// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What {@code etc/cloudy.proxy3.cfg} can say. */
@ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/proxy3")
@interface ProxyConfig {

    @AttributeDefinition(
            name = "%mode",
            description = "%mode.help",
            options = {
                @Option(label = "%mode.local", value = ProxySettings.LOCAL),
                @Option(label = "%mode.federated", value = ProxySettings.FEDERATED)
            })
    String mode() default ProxySettings.LOCAL;

    @AttributeDefinition(name = "%port", description = "%port.help", min = "1", max = "65535")
    int port() default 3128;

    @AttributeDefinition(name = "%openTo", description = "%openTo.help", required = false)
    @Setting(pattern = ProxySettings.NETWORK, sentence = "%network.sentence")
    String[] openTo() default {};

    @AttributeDefinition(name = "%privateNetworks", description = "%privateNetworks.help", required = false)
    @Setting(pattern = ProxySettings.NETWORK, sentence = "%network.sentence")
    String[] privateNetworks() default {};

    @AttributeDefinition(name = "%id", description = "%id.help", required = false, min = "0", max = "999999999")
    @Setting(group = "%federation")
    long id() default 0;

    @AttributeDefinition(name = "%ldapMain", description = "%ldapMain.help", required = false)
    @Setting(pattern = '|' + LdapHost.PATTERN, sentence = "%host.sentence", group = "%federation")
    String ldapMain() default "ldap.guifi.net";

    @AttributeDefinition(name = "%ldapBackup", description = "%ldapBackup.help", required = false)
    @Setting(pattern = '|' + LdapHost.PATTERN, sentence = "%host.sentence", group = "%federation")
    String ldapBackup() default "ldap2.guifi.net";

    @AttributeDefinition(name = "%ldapBase", description = "%ldapBase.help")
    @Setting(pattern = ProxySettings.DN, sentence = "%dn.sentence", group = "%federation")
    String ldapBase() default "o=proxyusers,dc=guifi,dc=net";

    @AttributeDefinition(name = "%bindDn", description = "%bindDn.help", required = false)
    @Setting(pattern = '|' + ProxySettings.DN, sentence = "%dn.sentence", group = "%federation")
    String bindDn() default "";

    @AttributeDefinition(
            name = "%bindSecret",
            description = "%bindSecret.help",
            type = AttributeType.PASSWORD,
            required = false)
    @Setting(pattern = "|[ -~]{1,128}", sentence = "%bindSecret.sentence", group = "%federation")
    String _bindSecret() default "";

    @AttributeDefinition(name = "%ca", description = "%ca.help", required = false)
    @Setting(pattern = '|' + ProxySettings.PATH, sentence = "%ca.sentence", group = "%federation")
    String ca() default "";

    @AttributeDefinition(name = "%realm", description = "%realm.help")
    @Setting(pattern = ProxySettings.REALM, sentence = "%realm.sentence", group = "%pages")
    String realm() default "Proxy3";

    @AttributeDefinition(name = "%manager", description = "%manager.help", required = false)
    @Setting(pattern = '|' + ProxySettings.MAIL, sentence = "%manager.sentence", group = "%pages")
    String manager() default "";

    @AttributeDefinition(
            name = "%language",
            description = "%language.help",
            options = {
                @Option(label = "Català", value = "ca"),
                @Option(label = "Español", value = "es"),
                @Option(label = "English", value = "en")
            })
    @Setting(group = "%pages")
    String language() default "ca";

    @AttributeDefinition(name = "%cacheSize", description = "%cacheSize.help", min = "0", max = "1000000")
    @Setting(unit = "MB", group = "%room")
    int cacheSize() default 1024;

    @AttributeDefinition(name = "%cacheMem", description = "%cacheMem.help", min = "8", max = "65536")
    @Setting(unit = "MB", group = "%room")
    int cacheMem() default 64;

    @AttributeDefinition(name = "%logSize", description = "%logSize.help", min = "0", max = "1000")
    @Setting(unit = "MB", group = "%room")
    int logSize() default 10;

    @AttributeDefinition(name = "%pacProxies", description = "%pacProxies.help", required = false)
    @Setting(
            pattern = "|([0-9]{1,9}@)?([0-9.]{7,15}|\\[[0-9A-Fa-f:.]{2,45}\\]):[0-9]{1,5}",
            sentence = "%pacProxies.sentence",
            group = "%automatic")
    String[] pacProxies() default {};

    @AttributeDefinition(name = "%pacDirect", description = "%pacDirect.help")
    @Setting(group = "%automatic")
    boolean pacDirect() default true;

    @AttributeDefinition(name = "%probeUrl", description = "%probeUrl.help")
    @Setting(pattern = ProxySettings.URL, sentence = "%probeUrl.sentence", group = "%automatic")
    String probeUrl() default "http://guifi.net/";
}
