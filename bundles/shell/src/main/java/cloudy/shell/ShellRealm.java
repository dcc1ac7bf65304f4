// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.access.Access;
import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may enter the shell over SSH: the user {@code cloudy} with the key that this boot made, admins with their password,
 * and nobody else.
 *
 * <p>The key lies in {@code ${karaf.data}/run/shell.key} from the moment when it opens something, to be read by the
 * owner of the node and root, who could replace the whole node anyway.
 */
@Component(service = JaasRealm.class)
public final class ShellRealm implements JaasRealm {

    static final String NAME = "cloudy";
    static final String USER = "cloudy";

    private static final Logger LOGGER = LoggerFactory.getLogger(ShellRealm.class);

    // Dynamic: the key opens the shell also while nobody knows any users.
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Access access;

    private final Path file;
    private final Optional<ShellKey> key;
    private final long bundle;

    @Activate
    public ShellRealm(BundleContext context) {
        this(Path.of(System.getProperty("karaf.data")), context.getBundle().getBundleId());
    }

    ShellRealm(Path data, long bundle, Access access) {
        this(data, bundle);
        this.access = access;
    }

    ShellRealm(Path data, long bundle) {
        this.bundle = bundle;
        file = data.resolve("run/shell.key");
        key = makeKey();
    }

    // Without the file nobody could have the key. The node runs on all the same.
    private Optional<ShellKey> makeKey() {
        var made = ShellKey.generate();
        try {
            AtomicFile.privateFolder(file.getParent());
            AtomicFile.write(file, made.openssh().getBytes(StandardCharsets.US_ASCII));
            return Optional.of(made);
        } catch (IOException | UnsupportedOperationException e) {
            LOGGER.error("{} could not be written, so the shell stays closed: {}", file, e.toString());
            return Optional.empty();
        }
    }

    @Deactivate
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.warn("{} could not be removed: {}; its key opens nothing any more", file, e.toString());
        }
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public int getRank() {
        return 0;
    }

    @Override
    public AppConfigurationEntry[] getEntries() {
        var byKey = new HashMap<String, Object>();
        key.ifPresent(made -> {
            byKey.put(KeyLogin.USER, USER);
            byKey.put(KeyLogin.KEY, made.publicKey());
        });
        var byPassword = new HashMap<String, Object>();
        Access known = access;
        if (known != null) {
            byPassword.put(PasswordLogin.ACCESS, known);
        }
        return new AppConfigurationEntry[] {entry(KeyLogin.class, byKey), entry(PasswordLogin.class, byPassword)};
    }

    /** One of them is enough, and where none succeeds nobody enters. */
    private AppConfigurationEntry entry(Class<?> module, Map<String, Object> options) {
        options.put(ProxyLoginModule.PROPERTY_MODULE, module.getName());
        options.put(ProxyLoginModule.PROPERTY_BUNDLE, Long.toString(bundle));
        return new AppConfigurationEntry(ProxyLoginModule.class.getName(), LoginModuleControlFlag.SUFFICIENT, options);
    }
}
