// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import java.io.IOException;

/** The agent refused a command, or what answers at its address is no agent. */
public final class RpcException extends IOException {

    private static final long serialVersionUID = 1L;

    RpcException(String why) {
        super(why);
    }

    RpcException(String why, Throwable cause) {
        super(why, cause);
    }
}
