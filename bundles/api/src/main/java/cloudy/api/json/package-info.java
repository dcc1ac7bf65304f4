// SPDX-License-Identifier: Apache-2.0
/** JSON as maps and lists, for files of one's own and for the answers of programs. */
@Export
@Version("1.0.0")
package cloudy.api.json;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
