// SPDX-License-Identifier: Apache-2.0
/** What of a service has to be saved, and how a copy is checked. */
@Export
@Version("1.0.0")
package cloudy.api.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
