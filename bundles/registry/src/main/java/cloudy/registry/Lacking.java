// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

/**
 * A component that would be a service of this node if it could start.
 *
 * @param reason what it lacks, in plain words
 * @param described what its properties say
 */
record Lacking(String id, String bundle, String reason, Described described) {}
