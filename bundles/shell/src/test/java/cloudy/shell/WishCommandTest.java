// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static cloudy.shell.FakeServices.service;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalService.Wish;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WishCommandTest {

    private final FakeServices services = new FakeServices();
    private final KarafShell shell = new KarafShell(services);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void switchesAServiceOffAndOn() throws Exception {
        services.all.add(service("hello/org.example.Hello", Run.UP, ""));

        assertThat(shell.run("cloudy:disable hello/org.example.Hello"))
                .isEqualTo("hello/org.example.Hello is switched off; cloudy:services says what becomes of it.\n");
        assertThat(services.wished)
                .isEqualTo(Map.of("hello/org.example.Hello", new Wish(false, true, Audience.COMMUNITY)));

        assertThat(shell.run("cloudy:enable hello/org.example.Hello")).contains(" is switched on; ");
        assertThat(services.wished)
                .isEqualTo(Map.of("hello/org.example.Hello", new Wish(true, true, Audience.COMMUNITY)));
    }

    @Test
    void saysThatThereIsNoSuchService() throws Exception {
        assertThat(shell.refuse("cloudy:disable cloudy.nothing"))
                .isEqualTo("No service of this node has the id \"cloudy.nothing\".");
        assertThat(services.wished).isEmpty();
    }

    @Test
    void completesIds() {
        services.all.add(service("cloudy.serf", Run.UP, ""));

        assertThat(shell.complete("cloudy:enable cl")).containsExactly("cloudy.serf");
    }
}
