// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.CloudyService;
import cloudy.api.form.Texts;
import java.util.Map;

/** A service in the whiteboard, known by reference only until a check thread gets the object. */
interface Registered {

    /** Symbolic name of the bundle that registered it. */
    String bundle();

    /** The service properties as they are now. */
    Map<String, Object> properties();

    /** The properties that its component declares, without any settings; may wait for SCR. Empty when it is none. */
    Map<String, Object> declared();

    /** Whether it is registered still. */
    boolean isThere();

    /**
     * Gets the object, which may run the service's constructor and take any time.
     *
     * @return null when there is none, for the reason {@link #whyNot}
     */
    CloudyService get();

    /** Why there is no object, for the operator. */
    Texts whyNot();

    /** Gives the object back, which may run its deactivation and take any time. */
    void release(CloudyService service);
}
