// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages that other bundles add to the console. */
@Component(service = ContributedPages.class)
public final class ContributedPages {

    private static final Logger LOG = LoggerFactory.getLogger(ContributedPages.class);
    private static final Pattern MODULE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,100}\\.js");
    private static final Pattern ELEMENT = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+){1,7}");

    /** A page as the console reads it. */
    public record Shown(String service, String title, String module, String element) {}

    private final ServiceTracker<Page, Page> tracker;

    @Activate
    public ContributedPages(BundleContext context) {
        tracker = new ServiceTracker<>(context, Page.class, null);
        tracker.open();
    }

    @Deactivate
    void close() {
        tracker.close();
    }

    List<Shown> list(List<Locale> languages) {
        List<Shown> shown = new ArrayList<>();
        for (Map.Entry<ServiceReference<Page>, Page> one : tracker.getTracked().entrySet()) {
            String from = one.getKey().getBundle().getSymbolicName();
            try {
                Page page = one.getValue();
                if (MODULE.matcher(page.module()).matches()
                        && ELEMENT.matcher(page.element()).matches()) {
                    shown.add(new Shown(
                            page.service(),
                            page.title().in(languages),
                            "/ui/x/" + from + '/' + page.module(),
                            page.element()));
                }
            } catch (RuntimeException e) {
                // A stranger's page: it costs itself and no other.
                LOG.warn("The page of {} is left out: {}", from, e.toString());
            }
        }
        return shown;
    }

    /** A file of a bundle that adds a page: {@code <symbolic name>/<file>}. */
    Answer file(String path) throws IOException {
        int slash = path.indexOf('/');
        String from = path.substring(0, Math.max(slash, 0));
        for (ServiceReference<Page> reference : tracker.getTracked().keySet()) {
            Bundle bundle = reference.getBundle();
            if (bundle != null && from.equals(bundle.getSymbolicName())) {
                return Files.answer(bundle, Page.FOLDER, path.substring(slash + 1), false);
            }
        }
        throw Problem.notFound(
                Texts.of("No existeix aquest fitxer.", "No existe este fichero.", "There is no such file."));
    }
}
