// SPDX-License-Identifier: Apache-2.0
package cloudy.api.settings;

import aQute.bnd.annotation.xml.XMLAttribute;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.metatype.annotations.AttributeDefinition;

/**
 * What {@link AttributeDefinition} cannot say of a setting: put it beside that annotation on a method of a component's
 * {@code Config}. It travels in the bundle's metatype file, as attributes of the namespace {@value #NAMESPACE}.
 *
 * <p>Texts that begin with {@code %}, here as in metatype, are keys of the bundle's
 * {@code OSGI-INF/l10n/<localization>.properties} (English), {@code <localization>_ca.properties} and {@code
 * <localization>_es.properties}, in UTF-8; {@code localization} is said in {@code @ObjectClassDefinition}.
 *
 * <p>A <b>secret</b> is a setting whose method begins with an underscore ({@code _apiKey()}, which is {@code .apiKey} in
 * the file), or whose type is {@code PASSWORD}. It can be written and never read again, its file is closed to other
 * users, and it is in no service's properties. The component gets {@code _apiKey()} in its {@code Config} like any
 * other setting, since the leading dot keeps it out of the service registry; a {@code PASSWORD} without the underscore
 * would be public there, so its value is not in the {@code Config}, and {@link Settings#secret} is the way to it.
 */
@XMLAttribute(namespace = Setting.NAMESPACE, prefix = "cloudy")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Setting {

    /** XML namespace of the attributes in the metatype file. */
    String NAMESPACE = "https://cloudy.community/xmlns/setting/v1.0.0";

    /** Regular expression ({@link java.util.regex.Pattern}) that the whole value, or each of several, must match. */
    String pattern() default ".*";

    /** How to say the pattern to a person: "must be a host and a port, such as 127.0.0.1:80"; {@code %key} as in metatype. */
    String sentence() default "";

    /** What a number counts: {@code s}, {@code MB}. */
    String unit() default "";

    /** Fields of one group stand together in the form, under this title; {@code %key} as in metatype. */
    String group() default "";
}
