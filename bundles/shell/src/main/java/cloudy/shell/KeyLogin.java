// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import java.io.IOException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.jaas.modules.publickey.PublickeyCallback;

/**
 * Lets one user in by one key, which comes in the options. It asks for a key and never for a password, so that no
 * password works.
 *
 * <p>Not Karaf's own {@code PublickeyLoginModule}: that reads the coordinates of a point as signed numbers, and so
 * refuses three of four keys on P-256.
 */
public final class KeyLogin implements LoginModule {

    static final String USER = "cloudy.user";
    static final String KEY = "cloudy.key";

    /** What Karaf's access lists ask for; they belong to admins, and to who can read the owner's files. */
    static final List<String> ROLES = List.of("admin", "manager", "viewer", "systembundles", "ssh");

    private final Set<Principal> granted = new LinkedHashSet<>();
    private Subject subject;
    private CallbackHandler handler;
    private Object user;
    private Object key;
    private boolean succeeded;

    @Override
    public void initialize(Subject who, CallbackHandler callbacks, Map<String, ?> sharedState, Map<String, ?> options) {
        subject = who;
        handler = callbacks;
        user = options.get(USER);
        key = options.get(KEY);
    }

    @Override
    public boolean login() throws LoginException {
        var name = new NameCallback("user: ");
        var offered = new PublickeyCallback();
        try {
            handler.handle(new Callback[] {name, offered});
        } catch (IOException | UnsupportedCallbackException e) {
            throw new FailedLoginException("only a key opens this shell");
        }
        if (user == null || !user.equals(name.getName()) || !isOurs(offered.getPublicKey())) {
            throw new FailedLoginException("not the user and the key of this boot");
        }
        succeeded = true;
        return true;
    }

    // Compared by value: whoever decoded the key from the wire may have another class for it.
    private boolean isOurs(PublicKey offered) {
        if (!(key instanceof ECPublicKey ours) || !(offered instanceof ECPublicKey theirs)) {
            return false;
        }
        ECParameterSpec curve = ours.getParams();
        ECParameterSpec other = theirs.getParams();
        return ours.getW().equals(theirs.getW())
                && curve.getCurve().getField().equals(other.getCurve().getField())
                && curve.getCurve().getA().equals(other.getCurve().getA())
                && curve.getCurve().getB().equals(other.getCurve().getB())
                && curve.getGenerator().equals(other.getGenerator())
                && curve.getOrder().equals(other.getOrder());
    }

    @Override
    public boolean commit() {
        if (succeeded) {
            granted.add(new UserPrincipal((String) user));
            ROLES.forEach(role -> granted.add(new RolePrincipal(role)));
            subject.getPrincipals().addAll(granted);
        }
        return succeeded;
    }

    @Override
    public boolean abort() {
        boolean began = succeeded;
        logout();
        return began;
    }

    @Override
    public boolean logout() {
        succeeded = false;
        subject.getPrincipals().removeAll(granted);
        granted.clear();
        return true;
    }
}
