// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.form.Texts;
import java.util.Map;

/**
 * A component that would be a service of this node if it could start.
 *
 * @param why what it lacks, in plain words
 * @param properties those that it would be registered with
 * @param declared those that it has by itself, where no settings say otherwise
 */
record Lacking(String id, String bundle, Texts why, Map<String, Object> properties, Map<String, Object> declared) {}
