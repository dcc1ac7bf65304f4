// SPDX-License-Identifier: Apache-2.0
/** Figures for those who watch the node from outside. */
@Export
@Version("1.0.0")
package cloudy.api.metric;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
