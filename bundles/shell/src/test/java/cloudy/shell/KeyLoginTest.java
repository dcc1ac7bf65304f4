// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.jaas.modules.publickey.PublickeyCallback;
import org.junit.jupiter.api.Test;

class KeyLoginTest {

    private final ShellKey key = ShellKey.generate();
    private final Map<String, Object> options = Map.of(KeyLogin.USER, "cloudy", KeyLogin.KEY, key.publicKey());
    private final Subject subject = new Subject();
    private final KeyLogin login = new KeyLogin();

    @Test
    void grantsTheOwnerEveryRole() throws LoginException {
        login.initialize(subject, offering("cloudy", key.publicKey()), Map.of(), options);

        assertThat(login.login()).isTrue();
        assertThat(login.commit()).isTrue();

        assertThat(subject.getPrincipals(UserPrincipal.class))
                .extracting(Principal::getName)
                .containsExactly("cloudy");
        assertThat(subject.getPrincipals(RolePrincipal.class))
                .extracting(Principal::getName)
                .containsExactlyInAnyOrder("admin", "manager", "viewer", "systembundles", "ssh");
    }

    @Test
    void acceptsTheSameKeyInAnotherClass() throws LoginException {
        login.initialize(
                subject,
                offering(
                        "cloudy",
                        new Decoded(key.publicKey().getW(), key.publicKey().getParams())),
                Map.of(),
                options);

        assertThat(login.login()).isTrue();
    }

    @Test
    void refusesAnotherKey() {
        refuses("cloudy", ShellKey.generate().publicKey(), options);
    }

    @Test
    void refusesThePointOfOurKeyOnACurveOfTheStrangersOwn() {
        ECParameterSpec curve = key.publicKey().getParams();
        var generator = new ECPoint(BigInteger.ONE, BigInteger.TWO);
        var own = new ECParameterSpec(curve.getCurve(), generator, curve.getOrder(), curve.getCofactor());

        refuses("cloudy", new Decoded(key.publicKey().getW(), own), options);
    }

    @Test
    void refusesAKeyOfAnotherKindAndNone() throws Exception {
        refuses(
                "cloudy",
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic(),
                options);
        refuses("cloudy", null, options);
    }

    @Test
    void refusesAnotherUser() {
        refuses("karaf", key.publicKey(), options);
        refuses("", key.publicKey(), options);
        refuses(null, key.publicKey(), options);
    }

    @Test
    void refusesEveryoneWhereThereIsNoKey() {
        refuses("cloudy", key.publicKey(), Map.of());
        refuses(null, null, Map.of());
    }

    @Test
    void asksForNoPassword() {
        login.initialize(subject, KeyLoginTest::onlyAPassword, Map.of(), options);

        assertThatThrownBy(login::login).isInstanceOf(FailedLoginException.class);
    }

    @Test
    void takesBackWhatItGranted() throws LoginException {
        login.initialize(subject, offering("cloudy", key.publicKey()), Map.of(), options);
        login.login();
        login.commit();

        assertThat(login.logout()).isTrue();

        assertThat(subject.getPrincipals()).isEmpty();
        assertThat(login.commit()).isFalse();
    }

    @Test
    void grantsNothingWhenAnotherModuleStoppedTheLogin() throws LoginException {
        login.initialize(subject, offering("cloudy", key.publicKey()), Map.of(), options);
        login.login();

        assertThat(login.abort()).isTrue();
        assertThat(login.commit()).isFalse();
        assertThat(subject.getPrincipals()).isEmpty();
    }

    private void refuses(String user, PublicKey offered, Map<String, Object> with) {
        login.initialize(subject, offering(user, offered), Map.of(), with);

        assertThatThrownBy(login::login).isInstanceOf(FailedLoginException.class);
        assertThat(login.commit()).isFalse();
        assertThat(subject.getPrincipals()).isEmpty();
    }

    private static CallbackHandler offering(String user, PublicKey key) {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name && user != null) {
                    name.setName(user);
                } else if (callback instanceof PublickeyCallback offered) {
                    offered.setPublicKey(key);
                }
            }
        };
    }

    /** What Karaf's server answers with when somebody tries a password. */
    private static void onlyAPassword(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName("cloudy");
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword("cloudy".toCharArray());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    /** A key as another library decodes it. */
    private record Decoded(ECPoint point, ECParameterSpec curve) implements ECPublicKey {

        private static final long serialVersionUID = 1L;

        @Override
        public ECPoint getW() {
            return point;
        }

        @Override
        public ECParameterSpec getParams() {
            return curve;
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }
}
