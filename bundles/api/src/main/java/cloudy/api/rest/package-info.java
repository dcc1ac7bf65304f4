// SPDX-License-Identifier: Apache-2.0
/** The HTTP API: how a bundle, ours or a third party's, adds operations to it. */
@Export
@Version("1.0.0")
package cloudy.api.rest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
