// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import java.util.Map;
import java.util.Optional;

/** The media types of what pages are made of; a file of another kind is not served. */
final class FileType {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "webmanifest", "application/manifest+json",
            "woff2", "font/woff2");

    private FileType() {}

    static Optional<String> of(String path) {
        return Optional.ofNullable(TYPES.get(path.substring(path.lastIndexOf('.') + 1)));
    }
}
