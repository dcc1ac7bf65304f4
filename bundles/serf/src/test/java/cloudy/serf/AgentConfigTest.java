// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.daemon.Daemon;
import cloudy.testing.Wishes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentConfigTest {

    private final TestNode node = new TestNode("0123456789abcdef", "127.1.2.3");

    @Test
    void theAgentIsNamedAfterNodeAndAddress() {
        AgentConfig config = config(Map.of(), "key");

        assertThat(config.name()).isEqualTo("0123456789abcdef-127.1.2.3-5000");
        assertThat(config.advertised()).isEqualTo(new Endpoint("127.1.2.3", 5000));
        assertThat(config.json())
                .contains("\"bind\": \"127.1.2.3:5000\"", "\"advertise\": \"127.1.2.3:5000\"")
                .contains("\"profile\": \"wan\"", "\"protocol\": 4", "\"leave_on_terminate\": true")
                .contains("\"rpc_auth\": \"key\"", "\"rpc_addr\": \"127.0.0.1:7373\"")
                .doesNotContain("encrypt_key", "event_handler", "snapshot");
    }

    @Test
    void anAddressThatIsNotOfThisHostIsOnlyTold() {
        node.move("192.0.2.1");
        AgentConfig config = config(Map.of("bind", ":5001"), "");

        assertThat(config.json()).contains("\"bind\": \"0.0.0.0:5001\"", "\"advertise\": \"192.0.2.1:5001\"");
        assertThat(config.json()).doesNotContain("rpc_auth");
        assertThat(config.name()).isEqualTo("0123456789abcdef-192.0.2.1-5001");
    }

    @Test
    void theOperatorsAddressesGoBeforeTheNodes() {
        AgentConfig bound = config(Map.of("bind", "127.9.9.9:5000"), "");
        assertThat(bound.name()).isEqualTo("0123456789abcdef-127.9.9.9-5000");

        AgentConfig told = config(Map.of("bind", "127.9.9.9:5000", "advertise", "192.0.2.9:6000"), "");
        assertThat(told.name()).isEqualTo("0123456789abcdef-192.0.2.9-6000");
        assertThat(told.json()).contains("\"bind\": \"127.9.9.9:5000\"");

        AgentConfig anywhere = config(Map.of("bind", "0.0.0.0:5000"), "");
        assertThat(anywhere.advertised()).isEqualTo(new Endpoint("127.1.2.3", 5000));
        assertThat(anywhere.json()).contains("\"bind\": \"0.0.0.0:5000\"");
    }

    @Test
    void secretsAreInTheFileAndNoArgument() {
        String key = "T9jncgl9mbLus+baTTa7q7nPSUrXwbDi2dhbtqir37s=";
        Daemon daemon = config(Map.of("_encryptKey", key), "se\"cret\n\\é").daemon(rpc());

        assertThat(daemon.command()).noneMatch(argument -> argument.contains(key) || argument.contains("cret"));
        assertThat(daemon.command()).noneMatch(argument -> argument.contains("event-handler"));
        assertThat(daemon.files().get("agent.json"))
                .contains("\"encrypt_key\": \"" + key + "\"")
                .contains("\"rpc_auth\": \"se\\u0022cret\\u000a\\u005c\\u00e9\"");
        assertThat(daemon.debianPackage()).isEqualTo("serf");
    }

    @Test
    void whatDoesNotConcernTheAgentDoesNotRestartIt() {
        Daemon one = config(Map.of("publish", true), "k").daemon(rpc());
        Map<String, Object> changed = new HashMap<>();
        changed.put("publish", false);
        changed.put("join", new String[] {"10.0.0.1"});
        changed.put("importance", new String[] {"web"});

        assertThat(config(changed, "k").daemon(rpc()).startsLike(one)).isTrue();
        assertThat(config(Map.of("profile", "lan"), "k").daemon(rpc()).startsLike(one))
                .isFalse();
    }

    private AgentConfig config(Map<String, ?> values, String rpcAuth) {
        return AgentConfig.of(SerfSettings.of(Wishes.of(SerfConfig.class, values), Map.of()), node, rpcAuth)
                .orElseThrow();
    }

    private static InetSocketAddress rpc() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 7373);
    }
}
