// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import java.io.IOException;

/** Reads the body that follows a header; called by the connection's thread. */
interface Reply<T> {

    /** For commands that are answered by a header alone. */
    Reply<Void> NONE = in -> null;

    T read(WireReader in) throws IOException;
}
