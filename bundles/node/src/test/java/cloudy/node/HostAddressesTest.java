// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static cloudy.api.Audience.COMMUNITY;
import static cloudy.api.Audience.LAN;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAddressesTest {

    private final List<HostAddress> host = new ArrayList<>();
    private final HostAddresses addresses = new HostAddresses(() -> List.copyOf(host));

    private void has(String... devices) throws UnknownHostException {
        for (String device : devices) {
            String[] parts = device.split(" ", -1);
            for (int i = 1; i < parts.length; i++) {
                host.add(new HostAddress(parts[0], host.size() + 1, InetAddress.getByName(parts[i])));
            }
        }
    }

    private String best(Audience network) {
        return addresses.best(network).map(InetAddress::getHostAddress).orElse("none");
    }

    @Test
    void theCommunityNetworkIsTenEight() throws Exception {
        has("eth0 192.168.1.5", "wlan0 10.1.2.3");

        assertThat(best(COMMUNITY)).isEqualTo("10.1.2.3");
        assertThat(best(LAN)).isEqualTo("192.168.1.5");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.5, 192.168.1.5, 203.0.113.5, 192.168.1.5",
        "2001:db8::5, 203.0.113.5, 203.0.113.5, 203.0.113.5",
        "fe80::1, 2001:db8:0:0:0:0:0:5, 2001:db8:0:0:0:0:0:5, 2001:db8:0:0:0:0:0:5",
        "169.254.1.1, 172.16.1.1, 172.16.1.1, 172.16.1.1",
        "127.0.0.1, 224.0.0.1, none, none",
    })
    void anIpv4AddressThatOthersReachIsBest(String first, String second, String community, String lan)
            throws Exception {
        has("eth0 " + first, "eth1 " + second);

        assertThat(best(COMMUNITY)).isEqualTo(community);
        assertThat(best(LAN)).isEqualTo(lan);
    }

    @ParameterizedTest
    @CsvSource({"docker0", "veth12ab", "br-0123456789ab", "virbr0", "lxdbr0", "podman0", "cni0", "flannel.1", "vnet3"})
    void whatContainersHaveIsNeighbours(String device) throws Exception {
        has(device + " 10.88.0.1", "eth0 192.168.1.5");
        assertThat(best(COMMUNITY)).isEqualTo("192.168.1.5");

        host.remove(1);
        assertThat(best(COMMUNITY)).isEqualTo("10.88.0.1");
    }

    @ParameterizedTest
    @CsvSource({"br-lan", "br0", "wlan0", "tun0", "wg0", "tinc", "enp3s0", "bat0"})
    void theBridgesOfRoutersAndTunnelsAreTheOperatorsOwn(String device) throws Exception {
        has("eth0 192.168.1.5", device + " 10.1.2.3");

        assertThat(best(COMMUNITY)).isEqualTo("10.1.2.3");
    }

    @Test
    void theAnswerDoesNotDependOnTheOrderOfTheKernelsList() throws Exception {
        has("eth0 10.1.2.4 10.1.2.3", "eth1 10.0.0.1 2001:db8::1", "docker0 10.0.0.0");
        String community = best(COMMUNITY);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(host, new Random(i));
            assertThat(best(COMMUNITY)).isEqualTo(community);
        }
    }

    @Test
    void theAnswerFollowsInterfacesThatComeAndGo() throws Exception {
        assertThat(best(LAN)).isEqualTo("none");
        has("eth0 192.168.1.5");
        assertThat(best(LAN)).isEqualTo("192.168.1.5");
        host.clear();
        has("wlan0 192.168.7.9");
        assertThat(best(LAN)).isEqualTo("192.168.7.9");
    }

    @Test
    void thisHostTellsOnlyWhatNeighboursCouldUse() {
        var real = new HostAddresses(HostAddress::ofHost);

        assertThat(real.best(LAN).stream()).allSatisfy(address -> {
            assertThat(UnicastAddress.isUsable(address)).isTrue();
            assertThat(address.getHostAddress()).doesNotContain("%");
        });
        assertThat(HostAddress.ofHost())
                .allSatisfy(
                        each -> assertThat(each.address().isLoopbackAddress()).isFalse())
                .extracting(HostAddress::address)
                .filteredOn(Inet6Address.class::isInstance)
                .allSatisfy(address -> assertThat(address.getHostAddress()).doesNotContain("%"));
    }
}
