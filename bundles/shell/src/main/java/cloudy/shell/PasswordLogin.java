// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.access.Access;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;

/**
 * Lets admins in by name and password; who has a second factor writes its code behind the password, after a blank. What
 * is wrong, and whether the name is anybody's, is not told.
 */
public final class PasswordLogin implements LoginModule {

    static final String ACCESS = "cloudy.access";

    private final Set<Principal> granted = new LinkedHashSet<>();
    private Subject subject;
    private CallbackHandler handler;
    private Object access;
    private Optional<Caller> caller = Optional.empty();

    @Override
    public void initialize(Subject who, CallbackHandler callbacks, Map<String, ?> sharedState, Map<String, ?> options) {
        subject = who;
        handler = callbacks;
        access = options.get(ACCESS);
    }

    @Override
    public boolean login() throws LoginException {
        caller = Optional.empty();
        var name = new NameCallback("user: ");
        var typed = new PasswordCallback("password: ", false);
        try {
            handler.handle(new Callback[] {name, typed});
        } catch (IOException | UnsupportedCallbackException e) {
            throw new FailedLoginException("there is no password here");
        }
        char[] password = typed.getPassword();
        typed.clearPassword();
        if (!(access instanceof Access known) || name.getName() == null || password == null) {
            throw new FailedLoginException("nobody can sign in by password now");
        }
        // Karaf's server listens on loopback only, and does not say from which of its ports somebody came.
        caller = known.password(name.getName(), password, "", InetAddress.getLoopbackAddress())
                .filter(found -> found.role().includes(Role.ADMIN));
        Arrays.fill(password, ' ');
        if (caller.isEmpty()) {
            throw new FailedLoginException("not an admin's name and password");
        }
        return true;
    }

    @Override
    public boolean commit() {
        caller.ifPresent(admin -> {
            granted.add(new UserPrincipal(admin.name()));
            KeyLogin.ROLES.forEach(role -> granted.add(new RolePrincipal(role)));
            subject.getPrincipals().addAll(granted);
        });
        return caller.isPresent();
    }

    @Override
    public boolean abort() {
        boolean began = caller.isPresent();
        logout();
        return began;
    }

    @Override
    public boolean logout() {
        caller = Optional.empty();
        subject.getPrincipals().removeAll(granted);
        granted.clear();
        return true;
    }
}
