// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import java.util.Map;

/** Has the one contract that all parts were merged into. */
public interface ContractSource {

    /** The contract as values of JSON, only to be read; the same object for as long as it does not change. */
    Map<String, Object> contract();
}
