// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one file of a bundle adds to the contract.
 *
 * @param paths as the file has them, to be merged into the one document
 * @param components by kind and name, as the file has them
 * @param schemas those of the components, to hold requests against
 * @param references the components that the file points at, {@code schemas/Job}
 */
record Part(
        Map<String, Object> paths,
        Map<String, Map<String, Object>> components,
        List<Route> routes,
        Map<String, Schema> schemas,
        Set<String> references) {}
