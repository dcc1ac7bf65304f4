// SPDX-License-Identifier: Apache-2.0
/** What a person fills in, as data: drawn by the console, checked by the node. */
@Export
@Version("1.0.0")
package cloudy.api.form;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
