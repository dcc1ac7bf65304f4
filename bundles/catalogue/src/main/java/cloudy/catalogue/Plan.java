// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What has to be done so that what is there becomes what is wished. */
record Plan(Set<String> install, Set<String> remove) {

    /**
     * Makes one.
     *
     * @param wishedBefore what was wished when somebody looked last. What is neither wished now nor was then, somebody
     *     is installing in the shell at this moment; at the first look it is what nobody wishes
     * @param required what was asked for so far, without what every node boots with
     */
    static Plan of(
            Set<String> wished, Optional<Set<String>> wishedBefore, Set<String> required, Provisioner provisioner) {
        var install = new TreeSet<>(wished);
        install.removeAll(required);
        install.removeIf(provisioner::isBoot);
        var remove = new TreeSet<>(required);
        remove.removeAll(wished);
        wishedBefore.ifPresent(remove::retainAll);
        return new Plan(install, remove);
    }
}
