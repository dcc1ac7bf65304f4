// SPDX-License-Identifier: Apache-2.0
/** What the registry knows of this node's own services: how each is, what is wanted of it, who can hear of it. */
@Export
@Version("1.0.0")
package cloudy.api.registry;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
