// SPDX-License-Identifier: Apache-2.0
/** guifi.net's own data, for the services that are made of them. */
@Export
@Version("1.0.0")
package cloudy.api.guifi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
