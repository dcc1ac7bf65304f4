// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import cloudy.api.CloudyService;

/** The class inside the bundles of {@link DropIn}: a service that leaves everything to the registry. */
public final class Pads implements CloudyService {}
