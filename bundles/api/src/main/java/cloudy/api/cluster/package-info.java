// SPDX-License-Identifier: Apache-2.0
/** The community-wide cluster that announcements travel in: who is in it, how far away, and how it is. */
@Export
@Version("1.0.0")
package cloudy.api.cluster;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
