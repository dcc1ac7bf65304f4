// SPDX-License-Identifier: Apache-2.0
/** What the operator must know, told once. */
@Export
@Version("1.0.0")
package cloudy.api.notice;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
