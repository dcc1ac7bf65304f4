// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The one offer that most services have, as service properties of a {@link CloudyService}: what {@code avahi-ps
 * publish} took as arguments.
 *
 * <p>Being component properties they are settings too: {@code cloudy.port = 9002} in the component's {@code .cfg} file
 * moves the announcement to another port without code. Limits are those of {@link Offer}.
 */
@ComponentPropertyType
public @interface Publish {

    /** Turns {@code type} into the service property {@code cloudy.type}, and so on. */
    String PREFIX_ = "cloudy.";

    /** DNS-SD service name without underscore. */
    String type();

    /** What neighbours read in the list of services. */
    String description();

    /** Where the service listens, or 0 if it has no port. */
    int port() default 0;

    /** Transport protocol: {@code tcp} or {@code udp}. */
    String protocol() default "tcp";

    /** Facts for those who want to use the service, in the form {@code a=1&b=2}. */
    String txt() default "";

    /** The widest circle that may hear of the service: {@code lan} or {@code community}. */
    String audience() default "community";
}
