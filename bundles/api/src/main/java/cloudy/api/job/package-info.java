// SPDX-License-Identifier: Apache-2.0
/** Work that takes longer than a request: its progress, log and end. */
@Export
@Version("1.0.0")
package cloudy.api.job;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
