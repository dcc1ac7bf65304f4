// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host and a TCP port that answer while the service can be used; the host is looked up anew by each probe. */
record Target(String host, int port) {

    /** Name or numbers of a host. */
    static final String HOST = "(?:\\[([0-9A-Fa-f:.]{2,45})\\]|([A-Za-z0-9]([A-Za-z0-9._-]{0,252})))";

    static final String PATTERN =
            HOST + ":(6553[0-5]|655[0-2]\\d|65[0-4]\\d{2}|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3})";

    static final Texts SENTENCE = Texts.of(
            "ha de ser un amfitrió i un port, com ara 127.0.0.1:9001 o [fd00::1]:9001,"
                    + " una adreça web, com ara http://127.0.0.1:9001/, o none",
            "debe ser un anfitrión y un puerto, como 127.0.0.1:9001 o [fd00::1]:9001,"
                    + " una dirección web, como http://127.0.0.1:9001/, o none",
            "must be a host and a port, such as 127.0.0.1:9001 or [fd00::1]:9001,"
                    + " a web address, such as http://127.0.0.1:9001/, or none");

    /** Together well below the five seconds after which the registry gives a service up. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Pattern FORM = Pattern.compile(PATTERN);

    static Target parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InvalidFieldException("check", SENTENCE, text);
        }
        if (form.group(1) != null) {
            requireIpv6(form.group(1), text);
        }
        return new Target(form.group(1) == null ? form.group(2) : form.group(1), Integer.parseInt(form.group(4)));
    }

    static void requireIpv6(String literal, String text) {
        try {
            if (literal.indexOf(':') < 0 || InetAddress.getByName(literal) == null) {
                throw new InvalidFieldException("check", SENTENCE, text);
            }
        } catch (UnknownHostException e) {
            throw new InvalidFieldException("check", SENTENCE, text);
        }
    }

    /** Connects to each address of the host until one takes the connection. */
    Health probe() {
        return probe(PATIENCE);
    }

    Health probe(Duration patience) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return Health.down(unknown(host));
        }
        long end = System.nanoTime() + patience.toNanos();
        Texts reason = silent(this);
        for (int i = 0; i < addresses.length; i++) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis() / (addresses.length - i);
            if (left <= 0) {
                break;
            }
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(addresses[i], port), (int) left);
                return Health.up();
            } catch (SocketTimeoutException e) {
                reason = silent(this);
            } catch (NoRouteToHostException e) {
                reason = Texts.of("no s'arriba a %s", "no se llega a %s", "%s cannot be reached")
                        .with(this);
            } catch (IOException e) {
                reason = nothing(this, e);
            }
        }
        return Health.down(reason);
    }

    static Texts unknown(String host) {
        return Texts.of("el nom %s no es coneix", "el nombre %s no se conoce", "the name %s is not known")
                .with(host);
    }

    static Texts silent(Record target) {
        return Texts.of("%s no respon", "%s no responde", "%s does not answer").with(target);
    }

    static Texts nothing(Record target, IOException why) {
        return Texts.of("ningú no escolta a %s (%s)", "nadie escucha en %s (%s)", "nothing listens on %s (%s)")
                .with(target, why.getMessage());
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
