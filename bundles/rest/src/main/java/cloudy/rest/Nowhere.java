// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a person sees at an address outside the API that leads nowhere: the same sentence as a program, and a way out. */
final class Nowhere {

    private static final Texts HOME = Texts.of("A la primera pàgina", "A la primera página", "To the first page");
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="%s">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>404 · Cloudy</title>
            <meta name="color-scheme" content="light dark"></head>
            <body><main><h1>%s</h1><p><a href="/">%s</a></p></main></body>
            </html>
            """;

    private Nowhere() {}

    /** Whether a browser shows the answer to somebody, as far as a node can tell. */
    static boolean isSeen(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null
                && accept.contains("text/html")
                && List.of("GET", "HEAD").contains(request.getMethod())
                && !request.getRequestURI().startsWith("/api/");
    }

    static void show(HttpServletResponse response, Texts texts, List<Locale> languages) throws IOException {
        String language = texts.language(languages).toLanguageTag();
        byte[] page = PAGE.formatted(language, escaped(texts.in(languages)), HOME.in(languages))
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Content-Language", language);
        response.setHeader("Vary", "Accept, Accept-Language");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
