// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A member as the agent tells of it.
 *
 * @param name at most {@link WireReader#MAX_NAME} bytes; a longer one is cut
 * @param address empty when it is neither 4 nor 16 bytes long
 * @param tags those of a size that any agent could have set; larger ones are left out
 */
public record Member(String name, Optional<InetAddress> address, int port, Map<String, String> tags, String status) {}
