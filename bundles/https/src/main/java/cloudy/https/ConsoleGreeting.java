// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.Audience;
import cloudy.api.Greeting;
import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.rest.SecurePort;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says where the console is, and by what its certificate is known. */
@Component(service = Greeting.class, property = "service.ranking:Integer=100")
public final class ConsoleGreeting implements Greeting {

    private static final Texts CONSOLE =
            Texts.of("Consola: https://%s:%s/", "Consola: https://%s:%s/", "Console: https://%s:%s/");
    private static final Texts FINGERPRINT = Texts.of(
            "El seu certificat té l'empremta (SHA-256) %s",
            "Su certificado tiene la huella (SHA-256) %s", "Its certificate has the fingerprint (SHA-256) %s");

    private final Node node;
    private final SecurePort port;
    private final Certificates certificates;

    @Activate
    public ConsoleGreeting(@Reference Node node, @Reference SecurePort port, @Reference Certificates certificates) {
        this.node = node;
        this.port = port;
        this.certificates = certificates;
    }

    @Override
    public List<Texts> lines() {
        InetAddress best = node.address(Audience.LAN)
                .or(() -> node.address(Audience.COMMUNITY))
                .orElseGet(InetAddress::getLoopbackAddress);
        String host = Names.text(best);
        return List.of(
                CONSOLE.with(best instanceof Inet6Address ? "[" + host + "]" : host, port.port()),
                FINGERPRINT.with(Credential.fingerprint(certificates.current())));
    }
}
