// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

/** Tags captured on the network of the original Cloudy ({@code ismferd/cloudy-serf-lab}), and what they say. */
final class OldVectors {

    static final String ONE =
            "QlpoOTFBWSZTWYyBIrAAACDfgAAQEAU3cAABTQq/p98qIAB0KmamNQAaA00NGmj1CE1DTTTIDTQD1BoCxgGvU1qSGcNuDVCWkQR6RLEbmWzg"
                    + "5wpel4RESCEcNtwe0nBHN0TiZsGXyr89gMVvEZjdByRAu5E6UKOTFfEn8XckU4UJCMgSKwA=";

    static final String ONE_TEXT = "[{\"s\":\"tincvpn\",\"d\":\"TincVPN_System\",\"m\":\"raspberrypi.guifi.local\","
            + "\"i\":\"192.168.1.141\",\"p\":\"665\",\"e\":\"\",\"t\":\"\"}]\n";

    static final String TWO =
            "QlpoOTFBWSZTWWfzP3wAAEdfgAAQEAd3cAIBTQq/p98qIACSCVU2h6kwATAQbII9T0EoVNGmT0jIaNqabQE0MU807XzNcXs4kI0gZ4GWa4RL"
                    + "KRRoTiCmgw0rlBNdT0eSoU6Dx48UJCs4FZuYYUYRHBC6AMWCdjhdrHxp6GNHu4fPpgXEB+P54iaIbxE0ZyPmw5QhUKIxahHnFqGG7kOh"
                    + "dyRThQkGfzP3wA==";

    private OldVectors() {}
}
