// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The part of the HTTP API that a bundle brings. Register it as an OSGi service, and put the contract of its operations
 * into the bundle as {@value #CONTRACT}.
 *
 * <p>The contract is OpenAPI 3.0 in YAML: {@code paths} and {@code components/schemas}, nothing else is read. Each
 * operation has an {@code operationId}, unique in the node, one tag, and {@code x-cloudy-role}: {@code viewer},
 * {@code operator}, {@code admin}, or {@code public} for anyone. Paths begin with {@code /api/v1/}, and those of a bundle
 * that is not one of Cloudy's own with {@code /api/v1/x/<symbolic name>/}. Of JSON Schema it may use {@code $ref} to its
 * own and to the common schemas, {@code type, enum, properties, required, additionalProperties, items, minItems,
 * maxItems, minLength, maxLength, pattern, minimum, maximum, default, nullable, format} and the descriptive words; an
 * object without {@code additionalProperties} takes no other property than those named. A part that says something else
 * is refused as a whole, with one line in the log that says why.
 *
 * <p>What {@code bin/cloudy} calls an operation is {@code x-cloudy-command}: a noun and what is done to it, such as
 * {@code pad list}; {@code x-cloudy-columns} are the properties of an item that its table shows, {@code offers.port} for
 * one within another. A command of these words that was there before stays.
 *
 * <p>Before an operation is called the request has been held against the contract: the caller has the role, parameters
 * and body have the types, ranges and patterns declared, nothing unknown is in them, defaults are filled in.
 *
 * <p>A bundle that prefers a servlet of its own registers it by the servlet whiteboard; it, too, is reached only where
 * the contract has the path, and only by callers with the role.
 */
@ConsumerType
public interface Operations {

    /** Where in the bundle the contract is. */
    String CONTRACT = "OSGI-INF/openapi.yaml";

    /**
     * What answers, by {@code operationId}. Asked once; a contract's operation that is missing here, or the other way
     * round, costs the bundle its whole part.
     */
    Map<String, Operation> operations();
}
