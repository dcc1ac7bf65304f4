// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.access.Role;
import cloudy.api.action.NeighbourAction;
import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/**
 * Opens the web page of a neighbour's service in the browser.
 *
 * <p>The address is put together from numbers; of what the stranger wrote only a path, or a scheme that is one of two,
 * gets into it.
 */
@Component(service = NeighbourAction.class)
public final class OpenAction implements NeighbourAction {

    private static final Texts TITLE = Texts.of("Obre", "Abrir", "Open");

    /** Types that are web pages by themselves, and the scheme that they speak. */
    private static final Map<String, String> SCHEMES = Map.ofEntries(
            Map.entry("http", "http"),
            Map.entry("http-alt", "http"),
            Map.entry("https", "https"),
            Map.entry("webdav", "http"),
            Map.entry("webdavs", "https"),
            // OpenVZ Web panel and containers: old nodes announce them with a page at the port.
            Map.entry("owp", "http"),
            Map.entry("docker", "http"));

    /** Old nodes announce the port where the service is spoken to; their button went to its page elsewhere. */
    private static final Map<String, Integer> PAGE_PORTS = Map.of("tahoe-lafs", 8228);

    private static final Set<String> SCHEME_KEYS = Set.of("scheme", "proto", "protocol");

    /** What RFC 3986 allows in an absolute path, and a query after it; nothing that could begin a host. */
    private static final Pattern PATH = Pattern.compile(
            "/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?:\\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?");

    private static final int MAX_PATH = 255;

    @Override
    public String id() {
        return "open";
    }

    @Override
    public Texts title() {
        return TITLE;
    }

    @Override
    public Role role() {
        return Role.VIEWER;
    }

    @Override
    public boolean fits(Announcement announcement) {
        return link(announcement).isPresent();
    }

    @Override
    public Optional<URI> link(Announcement announcement) {
        int port = PAGE_PORTS.getOrDefault(type(announcement), announcement.port());
        if (port == 0 || announcement.protocol() != Protocol.TCP) {
            return Optional.empty();
        }
        return scheme(announcement)
                .map(scheme -> URI.create(
                        scheme + "://" + announcement.numbers() + port(scheme, port) + path(announcement.txt())));
    }

    private static Optional<String> scheme(Announcement announcement) {
        Optional<String> said = announcement.txt().pairs().stream()
                .filter(pair -> SCHEME_KEYS.contains(pair.key().toLowerCase(Locale.ROOT)))
                .flatMap(pair -> pair.value().stream())
                .map(value -> value.toLowerCase(Locale.ROOT))
                .filter(value -> value.equals("http") || value.equals("https"))
                .findFirst();
        return said.or(() -> Optional.ofNullable(SCHEMES.get(type(announcement))))
                .or(() -> PAGE_PORTS.containsKey(type(announcement)) ? Optional.of("http") : Optional.empty());
    }

    private static String type(Announcement announcement) {
        return announcement.type().toLowerCase(Locale.ROOT);
    }

    private static String port(String scheme, int port) {
        return port == (scheme.equals("https") ? 443 : 80) ? "" : ":" + port;
    }

    private static String path(Txt txt) {
        return txt.get("path")
                .map(path -> path.startsWith("/") ? path : '/' + path)
                .filter(path -> path.length() <= MAX_PATH && PATH.matcher(path).matches())
                .orElse("/");
    }
}
