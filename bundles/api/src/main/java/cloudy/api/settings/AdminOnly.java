// SPDX-License-Identifier: Apache-2.0
package cloudy.api.settings;

import aQute.bnd.annotation.xml.XMLAttribute;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Settings that only an admin may change through the API, because they decide who gets into the node or how: put it on
 * a component's {@code Config}. Those who may see settings see these too, without their secrets.
 */
@XMLAttribute(namespace = Setting.NAMESPACE, prefix = "cloudy", embedIn = "*", mapping = "value=adminOnly")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface AdminOnly {

    /** Whether it is so. */
    boolean value() default true;
}
