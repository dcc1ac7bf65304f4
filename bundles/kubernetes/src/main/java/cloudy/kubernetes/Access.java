// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.net.URI;
import java.util.function.Supplier;

/**
 * How a cluster's API is reached.
 *
 * @param server its address; HTTPS, but on this host's loopback
 * @param authority the certificate that it must be signed by, PEM in Base64; empty for those that Java trusts
 * @param token asked for with every request, as the one in a cluster is replaced every hour; empty for none
 * @param certificate of this client, PEM in Base64, or empty
 * @param key of that certificate, alike
 */
record Access(URI server, String authority, Supplier<String> token, String certificate, String key) {}
