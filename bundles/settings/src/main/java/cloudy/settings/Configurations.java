// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The part of ConfigurationAdmin that is ours: the PIDs that begin with {@code cloudy.}. */
final class Configurations {

    private static final String OURS = '(' + Constants.SERVICE_PID + "=cloudy.*)";

    /** Every bundle may have the configuration. */
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin admin;

    Configurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Puts settings in force; nobody is told when they are so already. */
    void put(Pid pid, Map<String, Object> properties) throws IOException {
        Configuration configuration = pid.name().isPresent()
                ? admin.getFactoryConfiguration(pid.word(), pid.name().get(), ANY_BUNDLE)
                : admin.getConfiguration(pid.word(), ANY_BUNDLE);
        if (!ANY_BUNDLE.equals(configuration.getBundleLocation())) {
            configuration.setBundleLocation(ANY_BUNDLE);
        }
        configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties));
    }

    /** Takes settings out of force. */
    void delete(Pid pid) throws IOException {
        deleteAll('(' + Constants.SERVICE_PID + '=' + pid + ')', Set.of());
    }

    /** Takes everything out of force that has no file: what was deleted while the node was down. */
    void keepOnly(Set<String> pids) throws IOException {
        deleteAll(OURS, pids);
    }

    private void deleteAll(String filter, Set<String> except) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations(filter);
            for (Configuration configuration : found == null ? new Configuration[0] : found) {
                if (!except.contains(configuration.getPid())) {
                    configuration.delete();
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a PID of letters and digits made the filter " + filter, e);
        }
    }
}
