// SPDX-License-Identifier: Apache-2.0
/** The operator's wishes: reading and writing {@code etc/cloudy.*.cfg}, and what metatype cannot say of a setting. */
@Export
@Version("1.0.0")
package cloudy.api.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
