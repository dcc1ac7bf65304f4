// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import java.io.IOException;

/** Some bytes are not bzip2, or would become more than is allowed. */
public final class Bzip2Exception extends IOException {

    private static final long serialVersionUID = 1L;

    Bzip2Exception(String why) {
        super("not bzip2: " + why);
    }
}
