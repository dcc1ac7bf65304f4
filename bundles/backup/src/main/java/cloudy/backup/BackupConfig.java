// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.settings.AdminOnly;
import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What {@code etc/cloudy.backup.cfg} can say. */
@ObjectClassDefinition(name = "%backup", description = "%backup.help", localization = "OSGI-INF/l10n/backup")
@AdminOnly
@interface BackupConfig {

    @AttributeDefinition(name = "%recipient", description = "%recipient.help", required = false)
    @Setting(pattern = "(" + RecoveryKey.RECIPIENT + ")?", sentence = "%recipient.sentence")
    String recipient() default "";

    @AttributeDefinition(name = "%folder", description = "%folder.help", required = false)
    @Setting(pattern = "(/.+)?", sentence = "%folder.sentence")
    String folder() default "";

    @AttributeDefinition(
            name = "%schedule",
            description = "%schedule.help",
            options = {
                @Option(label = "%daily", value = "daily"),
                @Option(label = "%weekly", value = "weekly"),
                @Option(label = "%never", value = "never")
            })
    String schedule() default "weekly";

    @AttributeDefinition(name = "%kept", description = "%kept.help", min = "1", max = "1000")
    int kept() default 7;

    @AttributeDefinition(name = "%most", description = "%most.help", min = "1", max = "1000000")
    @Setting(unit = "MB")
    int maxMb() default 4096;
}
