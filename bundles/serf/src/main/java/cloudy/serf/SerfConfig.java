// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What {@code etc/cloudy.serf.cfg} can say. */
@ObjectClassDefinition(
        name = "Serf",
        description = "The list of services that the whole community shares. The agent runs when there is an address to"
                + " join, or when cloudy.enabled is true")
@interface SerfConfig {

    @AttributeDefinition(
            name = "Listen on",
            description =
                    "Address and port for gossip, UDP and TCP; without an address the node's own in the community")
    @Setting(
            pattern = "\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?|[0-9.]*(:[0-9]{1,5})?|[0-9]{1,5}",
            sentence = "must be an address and a port, such as 10.139.40.22:5000")
    String bind() default ":5000";

    @AttributeDefinition(
            name = "Announce as",
            description = "Address and port that others reach this node at, where a router translates addresses",
            required = false)
    @Setting(
            pattern = "|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?|[0-9.]+(:[0-9]{1,5})?",
            sentence = "must be an address and a port, such as 10.139.40.22:5000")
    String advertise() default "";

    @AttributeDefinition(
            name = "Join through",
            description = "Members to join the cluster through, each host:port; all are tried, for ever",
            required = false)
    @Setting(
            pattern = "[A-Za-z0-9_.:,\\[\\] -]*",
            sentence = "must be hosts and ports, such as 10.139.40.22:5000, separated by commas")
    String[] join() default {};

    @AttributeDefinition(
            name = "Timing",
            description = "wan for community networks, as all their nodes have it; lan reacts faster",
            options = {@Option("wan"), @Option("lan"), @Option("local")})
    String profile() default "wan";

    @AttributeDefinition(name = "Protocol", description = "Version of Serf's protocol", min = "2", max = "5")
    int protocol() default 4;

    @AttributeDefinition(
            name = "Key",
            description = "Encrypts the gossip: 16, 24 or 32 bytes in base64, the same for all. guifi.net has none",
            type = AttributeType.PASSWORD,
            required = false)
    @Setting(
            pattern = "|[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{32}|[A-Za-z0-9+/]{43}=",
            sentence = "must be 16, 24 or 32 bytes in base64")
    String _encryptKey() default "";

    @AttributeDefinition(
            name = "Use a foreign agent",
            description = "Speaks to an agent that someone else runs at the RPC address, in place of one of its own")
    boolean attach() default false;

    @AttributeDefinition(name = "RPC address", description = "Where the agent takes commands")
    @Setting(pattern = "[A-Za-z0-9_.:\\[\\]-]+", sentence = "must be a host and a port, such as 127.0.0.1:7373")
    String rpcAddress() default "127.0.0.1:7373";

    @AttributeDefinition(
            name = "RPC key",
            description =
                    "What commands are authenticated with. Empty: a key of this node's own, and none for a foreign"
                            + " agent; none: no key, for other programs of this host that speak to the agent",
            type = AttributeType.PASSWORD,
            required = false)
    String _rpcAuth() default "";

    @AttributeDefinition(
            name = "Publish",
            description = "Whether this node's services are told to the community; others' are heard anyway")
    boolean publish() default true;

    @AttributeDefinition(
            name = "Most important first",
            description = "Types of services in the order in which they get the 512 bytes that a node has",
            required = false)
    String[] importance() default {"serf"};
}
