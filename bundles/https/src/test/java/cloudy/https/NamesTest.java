// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4",
        "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fd00:10:0:0:0:0:0:20, fd00:10::20"
    })
    void writesAnAddressAsPeopleDo(String address, String text) throws Exception {
        assertThat(Names.text(InetAddress.getByName(address))).isEqualTo(text);
    }
}
