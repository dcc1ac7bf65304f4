// SPDX-License-Identifier: Apache-2.0
/** Files that survive a kill, a full disk and a power cut. */
@Export
@Version("1.0.0")
package cloudy.api.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
