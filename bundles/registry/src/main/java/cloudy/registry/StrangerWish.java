// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.settings.Setting;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * One {@code etc/cloudy.registry.wish-<name>.cfg}: what the operator wishes of a service that has no settings of its own.
 * It has the board look at these files again when one comes, changes or goes.
 */
@Component(
        name = StrangerWish.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StrangerWish.Config.class, factory = true)
public final class StrangerWish {

    static final String PID = "cloudy.registry.wish";

    @ObjectClassDefinition(name = "%wish", description = "%wish.help", localization = "OSGI-INF/l10n/registry")
    @interface Config {

        @AttributeDefinition(name = "%wish.service", description = "%wish.service.help")
        @Setting(pattern = "(?=.*\\S)[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]{1,130}", sentence = "%wish.service.sentence")
        String service();

        @AttributeDefinition(name = "%wish.enabled", description = "%wish.enabled.help", required = false)
        boolean enabled();

        @AttributeDefinition(name = "%wish.publish", description = "%wish.publish.help", required = false)
        boolean publish();

        @AttributeDefinition(
                name = "%wish.audience",
                description = "%wish.audience.help",
                required = false,
                options = {
                    @Option(label = "%wish.audience.lan", value = "lan"),
                    @Option(label = "%wish.audience.community", value = "community")
                })
        String audience();
    }

    private final Board board;

    @Activate
    public StrangerWish(@Reference Board board) {
        this.board = board;
        board.wishesChanged();
    }

    /** Without it each change would make the wish vanish for a moment, and the service come on. */
    @Modified
    void changed() {
        board.wishesChanged();
    }

    @Deactivate
    void gone() {
        board.wishesChanged();
    }
}
