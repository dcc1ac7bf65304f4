// SPDX-License-Identifier: Apache-2.0
/** Other people's programs, run as supervised children of the node. */
@Export
@Version("1.0.0")
package cloudy.api.daemon;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
