// SPDX-License-Identifier: Apache-2.0
/** What a service bundle sees of Cloudy: the service it is, what it offers, how it is, and the node that it runs on. */
@Export
@Version("1.0.0")
package cloudy.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
