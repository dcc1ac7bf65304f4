// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.settings.AdminOnly;
import cloudy.api.settings.Setting;
import org.apache.karaf.features.BootFinished;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Has the node become what {@code etc/cloudy.features.cfg} says: once it has booted, and whenever the file changes. */
@Component(
        name = WishFile.PID,
        service = {})
@Designate(ocd = WishedFeatures.Config.class)
public final class WishedFeatures {

    /** What is read here is read from the settings again, which know when a file was refused. */
    @AdminOnly
    @ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/features")
    public @interface Config {

        @AttributeDefinition(name = "%features.name", description = "%features.description")
        @Setting(pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,79}", sentence = "%features.sentence")
        String[] features() default {};

        @AttributeDefinition(name = "%repositories.name", description = "%repositories.description")
        @Setting(pattern = Source.PATTERN, sentence = "%repositories.sentence")
        String[] repositories() default {};
    }

    private final NodeCatalogue catalogue;

    @Activate
    public WishedFeatures(@Reference NodeCatalogue catalogue, @Reference BootFinished booted) {
        this.catalogue = catalogue;
        catalogue.reconcileSoon();
    }

    @Modified
    void changed() {
        catalogue.reconcileSoon();
    }
}
