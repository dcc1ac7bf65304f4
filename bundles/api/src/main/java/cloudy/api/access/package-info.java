// SPDX-License-Identifier: Apache-2.0
/** Who may do what, and who did. */
@Export
@Version("1.0.0")
package cloudy.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
