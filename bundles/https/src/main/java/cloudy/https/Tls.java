// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.security.GeneralSecurityException;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** How TLS is spoken: versions 1.2 and 1.3, with ciphers that have forward secrecy and authenticate what they carry. */
final class Tls {

    /** What a client may come back with; a small board remembers few. */
    private static final int REMEMBERED_SESSIONS = 256;

    private Tls() {}

    static SslContextFactory.Server server(Credential credential) {
        var tls = new SslContextFactory.Server();
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setIncludeCipherSuites(
                "TLS_AES_128_GCM_SHA256",
                "TLS_CHACHA20_POLY1305_SHA256",
                "TLS_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        tls.setRenegotiationAllowed(false);
        tls.setSslSessionCacheSize(REMEMBERED_SESSIONS);
        show(tls, credential);
        return tls;
    }

    /** Has a factory that is stopped, or being reloaded, show another certificate. */
    static void show(SslContextFactory.Server tls, Credential credential) {
        try {
            tls.setKeyStore(credential.keyStore());
            tls.setKeyManagerPassword("");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was read as key and certificate goes into a store", e);
        }
    }
}
