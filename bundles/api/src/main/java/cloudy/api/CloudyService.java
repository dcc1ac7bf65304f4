// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that this node offers to its community network.
 *
 * <p>Register an implementation as an OSGi service described by {@link Publish}; that is all. The registry then has it
 * announced by every carrier for as long as it is registered, switched on and up, and withdraws it otherwise.
 * Implementations never speak mDNS or Serf themselves.
 *
 * <p>The registry calls one service from one thread at a time, never the thread that registered it. Each round, every
 * 30 s and at once when the service appears or its properties change, it calls {@link #offers} and then {@link #check}.
 * A round that lasts longer than five seconds is interrupted, and it and every exception count as {@link
 * Health.Status#DOWN down}; other services do not wait for it.
 *
 * <p>Properties that the registry reads: those of {@link Publish}; {@value #ENABLED} and {@value #PUBLISH}, the
 * operator's wishes; {@link org.osgi.framework.Constants#SERVICE_PID service.pid} and {@code component.name}, which
 * name the service over restarts.
 */
@ConsumerType
public interface CloudyService {

    /** Service property: whether the service is switched on; true where it is missing. */
    String ENABLED = "cloudy.enabled";

    /** Service property: whether the service may be announced while it is on; true where it is missing. */
    String PUBLISH = "cloudy.publish";

    /**
     * Says what to announce now.
     *
     * @param described the offer that {@link Publish} and the operator's settings describe, or none where the
     *     properties have no {@code cloudy.type}; it is the answer of a service that does not override this method
     * @return no, one or several offers with different keys, at most 64; on this node or on another host
     */
    default List<Offer> offers(List<Offer> described) {
        return described;
    }

    /**
     * Says whether a neighbour could use this service now.
     *
     * @return {@link Health#unknown} to let the registry find out by connecting to the TCP ports of the offers; a
     *     service without a TCP port has to look for itself
     * @throws Exception counts as down, its message being the reason; see {@link cloudy.api.form.Explained}
     */
    default Health check() throws Exception {
        return Health.unknown();
    }

    /**
     * Whether the operator wants the service to run, for one that begins to work as soon as it is made: a program is
     * started only then. {@link Configured} asks this, and deals with settings that cannot be.
     *
     * @param properties those that the component was activated with; from a {@code .cfg} file they are texts
     */
    static boolean isOn(Map<String, ?> properties) {
        Object said = properties.get(ENABLED);
        return said == null || Boolean.parseBoolean(said.toString().trim());
    }
}
