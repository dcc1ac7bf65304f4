// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidTest {

    @ParameterizedTest
    @CsvSource({
        "cloudy.node, cloudy.node.cfg",
        "cloudy.external~etherpad, cloudy.external-etherpad.cfg",
        "cloudy.external~published-web-80, cloudy.external-published-web-80.cfg",
        "cloudy.external~-, cloudy.external--.cfg",
        "cloudy.a.b9~X_y, cloudy.a.b9-X_y.cfg",
    })
    void pidAndFileAreTwoNamesOfOneThing(String pid, String file) {
        assertThat(Pid.parse(pid).file()).isEqualTo(file);
        assertThat(Pid.ofFile(file).map(Pid::toString)).contains(pid);
    }

    @Test
    void theFirstHyphenEndsTheWord() {
        assertThat(Pid.ofFile("cloudy.a-b-c.cfg")).contains(new Pid("cloudy.a", Optional.of("b-c")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cloudy",
                "cloudy.",
                "cloudy..x",
                "cloudy.Node",
                "org.apache.karaf.shell",
                "cloudyx.node",
                "cloudy.node~",
                "cloudy.node~a.b",
                "cloudy.node~../../passwd",
                "cloudy./etc/passwd",
                "../cloudy.node",
                "cloudy.node\n",
                "cloudy.node~a\u0000",
                "cloudy.node~à",
                "cloudy.node~a*",
                "cloudy.node~a)(b=c",
                "cloudy.a.b.c.d.e.f",
                "cloudy.node~01234567890123456789012345678901234567890123456789012345678901234"
            })
    void noOtherPidNamesAFile(String pid) {
        assertThatThrownBy(() -> Pid.parse(pid))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("pid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudy.Node.cfg", "cloudy.node-.cfg", "cloudy.node-a b.cfg", "cloudy.node.cfg.cfg~"})
    void noOtherFileHasAPid(String file) {
        assertThat(Pid.ofFile(file)).isEmpty();
    }
}
