// SPDX-License-Identifier: Apache-2.0
/** How a bundle adds a page of its own to the console. */
@Export
@Version("1.0.0")
package cloudy.api.page;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
