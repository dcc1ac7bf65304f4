// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.testing.Wishes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void nothingRunsBeforeTheOperatorSaysSo() {
        assertThat(settings(Map.of(), Map.of()).on()).isFalse();
        assertThat(settings(Map.of("join", new String[] {"10.0.0.1"}), Map.of()).on())
                .isTrue();
        assertThat(settings(Map.of("join", new String[] {"10.0.0.1"}), Map.of("cloudy.enabled", "false"))
                        .on())
                .isFalse();
        assertThat(settings(Map.of(), Map.of("cloudy.enabled", true)).on()).isTrue();
    }

    @Test
    void defaultsAreThoseOfTheNetworkOfTheOriginal() {
        SerfSettings settings = settings(Map.of(), Map.of());

        assertThat(settings.bind()).isEqualTo(new Endpoint("", 5000));
        assertThat(settings.profile()).isEqualTo("wan");
        assertThat(settings.protocol()).isEqualTo(4);
        assertThat(settings.rpc()).isEqualTo(new Endpoint("127.0.0.1", 7373));
        assertThat(settings.join()).isEmpty();
        assertThat(settings.advertise()).isEmpty();
        assertThat(settings.publish()).isTrue();
        assertThat(settings.importance()).containsExactly("serf");
    }

    @Test
    void addressesAreReadHoweverTheyAreSeparated() {
        String[] join = {"10.139.40.22:5000, node.guifi.net", "[fd00::1]:5001", "", "10.139.40.22:5000"};

        assertThat(settings(Map.of("join", join), Map.of()).join())
                .containsExactly(
                        new Endpoint("10.139.40.22", 5000),
                        new Endpoint("node.guifi.net", 5000),
                        new Endpoint("fd00::1", 5001));
        assertThat(settings(Map.of("importance", new String[] {"a, b", "c"}), Map.of())
                        .importance())
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "bind,              10.1.2.3:99999,   bind",
        "bind,              host.name:5000,   bind",
        "bind,              '10.1.2.3:5000 -event-handler=x', bind",
        "advertise,         :5000,            advertise",
        "advertise,         router.example,   advertise",
        "profile,           fast,             profile",
        "_encryptKey,       c2hvcnQ=,         encryptKey",
        "_encryptKey,       '!!',             encryptKey",
        "rpcAddress,        0.0.0.0:7373,     rpcAddress",
        "rpcAddress,        10.1.2.3:7373,    rpcAddress",
        "rpcAddress,        :7373,            rpcAddress",
    })
    void whatIsNoneIsRefusedByName(String key, String value, String field) {
        assertThatThrownBy(() -> settings(Map.of(key, value), Map.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith(field + ": ");
    }

    @Test
    void joinAddressesThatAreNoneAreRefused() {
        for (String bad : new String[] {"a b", ":5000", "10.0.0.1:x", "10.0.0.1:0", "$(reboot)"}) {
            assertThatThrownBy(() -> settings(Map.of("join", new String[] {bad}), Map.of()))
                    .as(bad)
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageStartingWith("join: ");
        }
        assertThatThrownBy(() -> settings(Map.of("protocol", 9), Map.of())).hasMessageStartingWith("protocol: ");
    }

    @Test
    void aForeignAgentMayBeElsewhere() {
        assertThat(settings(Map.of("attach", true, "rpcAddress", "10.1.2.3:7373"), Map.of())
                        .rpc())
                .isEqualTo(new Endpoint("10.1.2.3", 7373));
    }

    @Test
    void endpointsAreWrittenAsSerfReadsThem() {
        assertThat(new Endpoint("10.1.2.3", 5000)).hasToString("10.1.2.3:5000");
        assertThat(new Endpoint("fd00::1", 5000)).hasToString("[fd00::1]:5000");
        assertThat(Endpoint.parse("x", "5001", 5000)).isEqualTo(new Endpoint("", 5001));
        assertThat(Endpoint.parse("x", "10.1.2.3", 5000)).isEqualTo(new Endpoint("10.1.2.3", 5000));
    }

    @Test
    void namesAreReadAsTheyAreWritten() {
        var name = new ClusterName("0123456789abcdef", "10.139.40.22", 5000);

        assertThat(name).hasToString("0123456789abcdef-10.139.40.22-5000");
        assertThat(ClusterName.parse(name.toString())).contains(name);
        assertThat(ClusterName.nodeId(new ClusterName("0123456789abcdef", "fd00::1", 1).toString()))
                .contains("0123456789abcdef");
        for (String other : List.of(
                "0123456789abcdef0123456789abcdef-123456789-host-10.1.2.3:5000",
                "0123456789abcdef0123456789abcdef-5000",
                "0123456789ABCDEF-10.1.2.3-5000",
                "0123456789abcdef-10.1.2.3-5000 ",
                "raspberrypi",
                "")) {
            assertThat(ClusterName.parse(other)).as(other).isEqualTo(Optional.empty());
        }
    }

    private static SerfSettings settings(Map<String, ?> config, Map<String, Object> properties) {
        return SerfSettings.of(Wishes.of(SerfConfig.class, config), properties);
    }
}
