// SPDX-License-Identifier: Apache-2.0
/** How announcements leave this node and reach it: the carriers' two interfaces and the directory that everyone reads. */
@Export
@Version("1.0.0")
package cloudy.api.network;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
