// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The rights of a file as the number that {@code chmod} takes. */
final class Rights {

    private static final String ALL = "rwxrwxrwx";

    private Rights() {}

    static int mode(Set<PosixFilePermission> rights) {
        int mode = 0;
        for (char each : PosixFilePermissions.toString(rights).toCharArray()) {
            mode = (mode << 1) | (each == '-' ? 0 : 1);
        }
        return mode;
    }

    static Set<PosixFilePermission> of(int mode) {
        var text = new StringBuilder(ALL);
        for (int i = 0; i < ALL.length(); i++) {
            if ((mode & (0400 >> i)) == 0) {
                text.setCharAt(i, '-');
            }
        }
        return PosixFilePermissions.fromString(text.toString());
    }
}
