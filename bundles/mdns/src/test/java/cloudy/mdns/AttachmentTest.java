// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentTest {

    private final Attachment eth0 = attachment("10.1.2.3", 24);

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 24, 10.1.2.200, true",
        "10.1.2.3, 24, 10.1.3.1, false",
        "10.1.2.3, 0, 192.0.2.1, true",
        "10.1.2.3, 32, 10.1.2.3, true",
        "10.1.2.3, 32, 10.1.2.4, false",
        "127.0.0.1, 8, 127.9.9.9, true",
        "200.1.2.3, 1, 129.0.0.1, true",
        "10.1.2.3, 24, 2001:db8::1, false"
    })
    void tellsWhoIsOnTheLink(String own, int prefix, String other, boolean there) {
        assertThat(attachment(own, prefix).reaches(Say.address(other))).isEqualTo(there);
    }

    @Test
    void knowsItsOwnAddress() {
        assertThat(eth0.isOwn(Say.address("10.1.2.3"))).isTrue();
        assertThat(eth0.isOwn(Say.address("10.1.2.4"))).isFalse();
        assertThat(eth0).hasToString("eth0 (10.1.2.3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "224.0.0.251", "169.254.3.4", "::1", "::", "ff02::fb", "fe80::1"})
    void allowsNoAddressThatLeadsElsewhere(String address) {
        assertThat(eth0.allows(Say.address(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.200", "10.99.0.1", "192.0.2.1", "2001:db8::1"})
    void allowsOtherAddresses(String address) {
        assertThat(eth0.allows(Say.address(address))).isTrue();
    }

    @Test
    void allowsLoopbackOnLoopbackAndLinkLocalWhereThereIsNothingElse() {
        assertThat(attachment("127.0.0.1", 8).allows(Say.address("127.0.5.1"))).isTrue();
        assertThat(attachment("169.254.1.1", 16).allows(Say.address("169.254.3.4")))
                .isTrue();
    }

    @Test
    void isAnotherOneWithAnotherAddress() {
        assertThat(eth0).isEqualTo(attachment("10.1.2.3", 24)).isNotEqualTo(attachment("10.1.2.4", 24));
    }

    @Test
    void findsLoopbackOnlyWhereItIsNamed() throws Exception {
        assertThat(new Interfaces("lo").usable()).extracting(Attachment::name).containsExactly("lo");
        assertThat(new Interfaces("").usable()).extracting(Attachment::name).doesNotContain("lo");
        assertThat(new Interfaces("nonesuch, lo\tother").usable())
                .extracting(Attachment::name)
                .containsExactly("lo");
        assertThat(new Interfaces("nonesuch").usable()).isEmpty();
    }

    @Test
    void saysWhatIsLacking() {
        assertThat(new Interfaces("").lacking().english()).contains("no network interface is up");
        assertThat(new Interfaces("b0 , a0").lacking().english()).contains("none of the interfaces a0, b0 is up");
    }

    @Test
    void looksAtARealInterface() throws Exception {
        Attachment lo = Attachment.of(NetworkInterface.getByName("lo")).orElseThrow();

        assertThat(lo.networks()).contains(new Attachment.Network((Inet4Address) Say.address("127.0.0.1"), 8));
        assertThat(lo.index()).isPositive();
    }

    private static Attachment attachment(String address, int prefix) {
        return new Attachment("eth0", 2, List.of(new Attachment.Network((Inet4Address) Say.address(address), prefix)));
    }
}
