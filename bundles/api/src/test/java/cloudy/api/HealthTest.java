// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void carriesFactsForNeighbours() {
        assertThat(Health.up().with("node_id", "MFZWI3D").txt().toString()).isEqualTo("node_id=MFZWI3D");
        assertThat(Health.up().txt()).isEqualTo(Txt.EMPTY);
    }

    @Test
    void aServiceThatSaysNothingOffersWhatIsDescribedAndLetsTheRegistryLook() throws Exception {
        var service = new CloudyService() {};
        var described = List.of(Offer.of("hello", "Hello", 80));

        assertThat(service.offers(described)).isEqualTo(described);
        assertThat(service.check()).isEqualTo(Health.unknown());
    }

    @Test
    void aWiderAudienceIncludesTheNarrowerOne() {
        assertThat(Audience.COMMUNITY.includes(Audience.LAN)).isTrue();
        assertThat(Audience.COMMUNITY.includes(Audience.COMMUNITY)).isTrue();
        assertThat(Audience.LAN.includes(Audience.COMMUNITY)).isFalse();
    }
}
