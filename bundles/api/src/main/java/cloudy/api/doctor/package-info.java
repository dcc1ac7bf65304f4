// SPDX-License-Identifier: Apache-2.0
/** What can be wrong with a node, and what to do about it. */
@Export
@Version("1.0.0")
package cloudy.api.doctor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
