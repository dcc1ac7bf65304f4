// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What {@code etc/cloudy.serf.cfg} can say. */
@ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/serf")
@interface SerfConfig {

    @AttributeDefinition(name = "%bind", description = "%bind.help")
    @Setting(
            pattern = "\\[[0-9A-Fa-f:.]+\\](:" + Endpoint.PORT + ")?|[0-9.]*(:" + Endpoint.PORT + ")?|" + Endpoint.PORT,
            sentence = "%address.sentence")
    String bind() default ":5000";

    @AttributeDefinition(name = "%advertise", description = "%advertise.help", required = false)
    @Setting(
            pattern = "|\\[[0-9A-Fa-f:.]+\\](:" + Endpoint.PORT + ")?|[0-9.]+(:" + Endpoint.PORT + ")?",
            sentence = "%address.sentence")
    String advertise() default "";

    @AttributeDefinition(name = "%join", description = "%join.help", required = false)
    @Setting(pattern = Endpoint.LIST, sentence = "%join.sentence")
    String[] join() default {};

    @AttributeDefinition(
            name = "%profile",
            description = "%profile.help",
            options = {@Option("wan"), @Option("lan"), @Option("local")})
    String profile() default "wan";

    @AttributeDefinition(name = "%protocol", description = "%protocol.help", min = "2", max = "5")
    int protocol() default 4;

    @AttributeDefinition(
            name = "%encryptKey",
            description = "%encryptKey.help",
            type = AttributeType.PASSWORD,
            required = false)
    @Setting(pattern = "|[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{32}|[A-Za-z0-9+/]{43}=", sentence = "%encryptKey.sentence")
    String _encryptKey() default "";

    @AttributeDefinition(name = "%attach", description = "%attach.help")
    boolean attach() default false;

    @AttributeDefinition(name = "%rpcAddress", description = "%rpcAddress.help")
    @Setting(pattern = "[A-Za-z0-9_.:\\[\\]-]+", sentence = "%rpcAddress.sentence")
    String rpcAddress() default "127.0.0.1:7373";

    @AttributeDefinition(
            name = "%rpcAuth",
            description = "%rpcAuth.help",
            type = AttributeType.PASSWORD,
            required = false)
    String _rpcAuth() default "";

    @AttributeDefinition(name = "%publish", description = "%publish.help")
    boolean publish() default true;

    @AttributeDefinition(name = "%importance", description = "%importance.help", required = false)
    String[] importance() default {"serf"};
}
