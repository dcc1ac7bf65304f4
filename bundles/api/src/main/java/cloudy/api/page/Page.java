// SPDX-License-Identifier: Apache-2.0
package cloudy.api.page;

import cloudy.api.form.Texts;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A page that a bundle adds to the console: a custom element, shown on the page of one of its services. Register one as
 * an OSGi service.
 *
 * <p>The console loads {@link #module} as a JavaScript module and puts one {@link #element} onto the page, with the
 * property {@code service}, the service's id, and {@code node}, the console's own way to the API: {@code get(path)},
 * {@code send(method, path, body)}, which know the session, {@code language}, and {@code may(role)}, whether who is
 * signed in may do what needs a role: what would be refused is better not offered. Like every page it runs under the
 * console's content security policy: scripts and styles from the node alone, none in attributes. One that fails shows
 * its fault in its own place and breaks nothing else.
 *
 * <p>A page may import from {@code /ui/page.js} what most need; whatever is there stays: {@code make(tag, properties,
 * ...children)}, an element without markup; {@code text(texts, language, key, ...values)}, of {@code {en: {key: 'One of
 * {0}'}, ca: …}}; {@code sentence(fault)}; {@code copyable(words, copy, copied)}, with a button; and
 * {@code whileSeen(look, pauseMs)}, which looks again and again from its {@code begin()} to its {@code end()}.
 */
@ConsumerType
public interface Page {

    /** The folder of the bundle of which everything is served, at {@code /ui/x/<symbolic name>/}. */
    String FOLDER = "page/";

    /** The service on whose page it is: {@code cloudy.syncthing}. */
    String service();

    /** What the page is called. */
    Texts title();

    /** The JavaScript module, a file in {@value #FOLDER}; {@code syncthing.js} for {@code cloudy.syncthing} by itself. */
    default String module() {
        return word() + ".js";
    }

    /** The name of the custom element that the module defines; {@code cloudy-syncthing} by itself. */
    default String element() {
        return "cloudy-" + word();
    }

    private String word() {
        return service().substring(service().lastIndexOf('.') + 1);
    }
}
