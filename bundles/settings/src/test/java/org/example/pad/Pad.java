// SPDX-License-Identifier: Apache-2.0
package org.example.pad;

import cloudy.api.settings.AdminOnly;
import cloudy.api.settings.Setting;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** A third party's component with settings, as bnd builds it; it says what it was given. */
@Component(service = Supplier.class, configurationPid = "cloudy.pad", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Pad.Config.class, factory = true)
public final class Pad implements Supplier<String> {

    @ObjectClassDefinition(name = "Pad")
    @AdminOnly
    public @interface Config {

        @AttributeDefinition(name = "Port", min = "1", max = "65535")
        int port() default 9001;

        @AttributeDefinition(name = "Type")
        @Setting(pattern = "[a-z]{1,15}", sentence = "must be \"small\" & <short>")
        String type();

        @AttributeDefinition(
                name = "Level",
                options = {@Option(value = "low"), @Option(value = "high")})
        String level() default "low";

        @AttributeDefinition(name = "Tags")
        String[] tags() default {};

        @AttributeDefinition(name = "Shared")
        boolean shared() default true;

        @AttributeDefinition(name = "Key")
        String _apiKey() default "";

        @AttributeDefinition(name = "Pin", type = AttributeType.PASSWORD)
        String pin() default "";
    }

    private final String given;

    @Activate
    public Pad(Config config) {
        given = List.of(
                        config.port(),
                        config.type(),
                        config.level(),
                        List.of(config.tags()),
                        config.shared(),
                        config._apiKey())
                .toString();
    }

    @Override
    public String get() {
        return given;
    }
}
