// SPDX-License-Identifier: Apache-2.0
/** What changes in the node, for those who want to follow it. */
@Export
@Version("1.0.0")
package cloudy.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
