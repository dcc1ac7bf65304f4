// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.settings.Setting;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What {@code etc/cloudy.kubernetes.cfg} can say. */
@ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/kubernetes")
@interface KubernetesConfig {

    @AttributeDefinition(name = "%clusters", description = "%clusters.help", required = false)
    @Setting(pattern = "|" + KubernetesSettings.NAME, sentence = "%clusters.sentence")
    String[] clusters() default {};

    @AttributeDefinition(name = "%namespace", description = "%namespace.help", required = false)
    @Setting(pattern = "|" + KubernetesSettings.NAME, sentence = "%namespace.sentence")
    String namespace() default "cloudy";

    @AttributeDefinition(name = "%staleSeconds", description = "%staleSeconds.help", min = "10", max = "86400")
    @Setting(unit = "s")
    int staleSeconds() default 120;

    @AttributeDefinition(name = "%lease", description = "%lease.help")
    @Setting(group = "%report")
    boolean lease() default true;

    @AttributeDefinition(name = "%events", description = "%events.help")
    @Setting(group = "%report")
    boolean events() default true;

    @AttributeDefinition(name = "%importNamespace", description = "%importNamespace.help", required = false)
    @Setting(pattern = "|" + KubernetesSettings.NAME, sentence = "%namespace.sentence", group = "%import")
    String importNamespace() default "";

    @AttributeDefinition(name = "%imports", description = "%imports.help", required = false)
    @Setting(pattern = "|" + KubernetesSettings.IMPORT, sentence = "%imports.sentence", group = "%import")
    String[] imports() default {};
}
