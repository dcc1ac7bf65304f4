// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.time.Duration;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** HTTP/1.1 as it is spoken behind a door, and what a client may ask of it. */
final class Protocols {

    static final Duration IDLE = Duration.ofSeconds(60);

    private static final int HEADERS = 8 * 1024;
    private static final int BUFFER = 8 * 1024;

    private Protocols() {}

    static ConnectionFactory[] secure(SslContextFactory.Server tls, Patience patience) {
        var http = configuration(patience);
        // Host and Origin are checked ahead of every servlet, for both doors alike.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()), new HttpConnectionFactory(http)
        };
    }

    static ConnectionFactory[] plain(Patience patience) {
        var http = configuration(patience);
        http.addCustomizer(new NeverSecure());
        return new ConnectionFactory[] {new HttpConnectionFactory(http)};
    }

    private static HttpConfiguration configuration(Patience patience) {
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADERS);
        http.setResponseHeaderSize(HEADERS);
        http.setOutputBufferSize(BUFFER);
        http.setOutputAggregationSize(BUFFER);
        // No least rate for bodies: Jetty measures it from the first moment, so that two bytes which a busy node reads
        // five milliseconds later are too slow. Patience sees to those who are.
        http.setIdleTimeout(IDLE.toMillis());
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRelativeRedirectAllowed(true);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.addCustomizer(patience);
        return http;
    }
}
