// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.util.Set;
import java.util.TreeSet;

/** What has to be done so that what is there becomes what is wished. */
record Plan(Set<String> install, Set<String> remove) {

    /**
     * Makes one.
     *
     * @param required what was asked for so far, without what every node boots with
     */
    static Plan of(Set<String> wished, Set<String> required, Provisioner provisioner) {
        var install = new TreeSet<>(wished);
        install.removeAll(required);
        install.removeIf(provisioner::isBoot);
        var remove = new TreeSet<>(required);
        remove.removeAll(wished);
        return new Plan(install, remove);
    }
}
