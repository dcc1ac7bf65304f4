// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.access.Caller;

/**
 * Something has become of some settings.
 *
 * @param pid empty for a file that no settings can be in
 * @param outcome for the audit log
 */
record Notice(String pid, Caller by, String outcome) {

    /** Whether nobody else writes it into the audit log: the API does so for those who come through it. */
    boolean isToBeAudited() {
        return switch (by.proof()) {
            case SHELL, FILE, NODE -> true;
            case SESSION, TOKEN, LOCAL -> false;
        };
    }
}
