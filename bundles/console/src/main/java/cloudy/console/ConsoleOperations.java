// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Serves the console, the public page, and the pages that other bundles bring. */
@Component(name = "cloudy.console", service = Operations.class)
@Designate(ocd = ConsoleOperations.Config.class)
public final class ConsoleOperations implements Operations {

    private static final String FOLDER = "cloudy/console/ui/";
    private static final String CONTRIBUTED = "x/";

    @ObjectClassDefinition(
            name = "%console.title",
            description = "%console.help",
            localization = "OSGI-INF/l10n/console")
    @interface Config {

        @AttributeDefinition(name = "%publicPage.title", description = "%publicPage.help")
        boolean publicPage() default true;
    }

    private final Bundle bundle;
    private final ContributedPages pages;
    private final PublicList publicList;
    private final boolean publicPage;

    @Activate
    public ConsoleOperations(
            BundleContext context, @Reference ContributedPages pages, @Reference PublicList publicList, Config config) {
        this(context.getBundle(), pages, publicList, config.publicPage());
    }

    ConsoleOperations(Bundle bundle, ContributedPages pages, PublicList publicList, boolean publicPage) {
        this.bundle = bundle;
        this.pages = pages;
        this.publicList = publicList;
        this.publicPage = publicPage;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "getPublicPage",
                call -> publicPage(),
                "listPublic",
                call -> listPublic(),
                "getConsoleFile",
                this::file,
                "listPages",
                this::list);
    }

    private Answer publicPage() throws IOException {
        return publicPage
                ? Files.answer(bundle, FOLDER, "public.html", false)
                : new Answer(303, Map.of("Location", List.of("/ui/")), new Answer.Nothing());
    }

    private Answer listPublic() {
        if (!publicPage) {
            throw Problem.notFound(Texts.of(
                    "La pàgina pública d'aquest node està apagada.",
                    "La página pública de este nodo está apagada.",
                    "The public page of this node is switched off."));
        }
        return Answer.ok(publicList.now());
    }

    private Answer file(Call call) throws IOException {
        String path = call.find("path").orElse("");
        if (path.startsWith(CONTRIBUTED)) {
            return pages.file(path.substring(CONTRIBUTED.length()));
        }
        // What has no dot in its last word is a place in the console, which finds its way by itself.
        boolean place = path.indexOf('.', path.lastIndexOf('/') + 1) < 0 || bundle.getEntry(FOLDER + path) == null;
        return Files.answer(bundle, FOLDER, place ? "index.html" : path, path.startsWith("assets/"));
    }

    private Answer list(Call call) {
        return Answer.ok(Map.of("items", pages.list(call.languages())));
    }
}
