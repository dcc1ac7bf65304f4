// SPDX-License-Identifier: Apache-2.0
/** What can be done with somebody else's announcement. */
@Export
@Version("1.0.0")
package cloudy.api.action;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
