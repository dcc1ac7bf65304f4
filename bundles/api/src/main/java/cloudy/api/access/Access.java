// SPDX-License-Identifier: Apache-2.0
package cloudy.api.access;

import java.net.InetAddress;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Knows people and programs by what they show. One OSGi service.
 *
 * <p>Safe for use by many threads. Every answer is as of this moment: a user who was removed, a token that was revoked
 * or has ended and a session that was closed are unknown from then on.
 */
@ProviderType
public interface Access {

    /**
     * Recognises a bearer token.
     *
     * @param from where the request comes from: the token in the run folder counts on loopback only
     * @return empty for every token that is not good, for whatever reason. Takes the same time for all of them
     */
    Optional<Caller> token(String token, InetAddress from);

    /** Recognises the session cookie of a browser. */
    Optional<Session> session(String cookie, InetAddress from);

    /** The same, where that is no use of the session: what a browser leaves open keeps nobody signed in. */
    default Optional<Session> glance(String cookie, InetAddress from) {
        return session(cookie, from);
    }

    /**
     * Signs in by password, where no session is wanted: the shell over SSH.
     *
     * @param code of the second factor; empty for none, or where the door has no place for it: who has a second factor then
     *     writes it behind the password, after a blank
     * @return empty when name, password or code is wrong, and while there were too many wrong ones. May take a second
     */
    Optional<Caller> password(String name, char[] password, String code, InetAddress from);

    /**
     * A browser that is signed in.
     *
     * @param csrf what a request that changes something must carry in the header {@value #CSRF_HEADER}
     */
    record Session(Caller caller, String csrf) {

        /** The header of {@link #csrf}. */
        public static final String CSRF_HEADER = "X-CSRF-Token";

        /** The name of the cookie. */
        public static final String COOKIE = "__Host-cloudy";
    }
}
