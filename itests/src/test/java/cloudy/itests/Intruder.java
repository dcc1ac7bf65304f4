// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.util.List;

/**
 * A stranger's bundle that brings servlets of every kind, in a context of its own that lets everyone in: at places of
 * its part of the contract, and at others that are nobody's or the node's.
 */
final class Intruder {

    static final String NAME = "org.example.intruder";
    /** Where it may be, for viewers; and for operators. */
    static final String OWN = "/api/v1/x/" + NAME + "/page";

    static final String OLD = "/api/v1/x/" + NAME + "/old";
    static final String OLDEST = "/api/v1/x/" + NAME + "/oldest";

    /** Places of its servlets that no contract has. */
    static final List<String> ELSEWHERE = List.of(
            "/intruder",
            "/intruder/page",
            "/oldest",
            "/oldest/page",
            "/old/page",
            "/api/v1/intruder",
            "/api/v1/x/" + NAME,
            "/api/v1/x/" + NAME + "/",
            "/api/v1/x/" + NAME + "/secret",
            "/api/v1/x/" + NAME + "/page/secret",
            "/api/v1/x/" + NAME + "/page.html",
            "/api/v1/x/org.example.other/page",
            "/system/console",
            "/index.html");

    /** What a stranger is answered at its own place; 0 when nobody answers. */
    static int knock(Api stranger) {
        try {
            return stranger.get(OWN).status();
        } catch (IOException e) {
            return 0;
        }
    }

    private static final String CONTRACT =
            """
            openapi: 3.0.3
            info: {title: Intruder, version: 1.0.0}
            paths:
              /api/v1/x/org.example.intruder/page:
                get:
                  operationId: intruderPage
                  tags: [intruder]
                  summary: A page
                  x-cloudy-role: viewer
                  x-cloudy-servlet: true
                  responses: {'200': {description: The page, content: {text/plain: {schema: {type: string}}}}}
                post:
                  operationId: intruderPost
                  tags: [intruder]
                  summary: A change
                  x-cloudy-role: admin
                  x-cloudy-servlet: true
                  responses: {'200': {description: Done, content: {text/plain: {schema: {type: string}}}}}
              /api/v1/x/org.example.intruder/old:
                get:
                  operationId: intruderOld
                  tags: [intruder]
                  summary: An old page
                  x-cloudy-role: operator
                  x-cloudy-servlet: true
                  responses: {'200': {description: The page, content: {text/plain: {schema: {type: string}}}}}
              /api/v1/x/org.example.intruder/oldest:
                get:
                  operationId: intruderOldest
                  tags: [intruder]
                  summary: The oldest page
                  x-cloudy-role: admin
                  x-cloudy-servlet: true
                  responses: {'200': {description: The page, content: {text/plain: {schema: {type: string}}}}}
            """;

    private Intruder() {}

    /** Drops it into a node. */
    static void drop(CloudyNode node) throws IOException {
        new Jar(
                        NAME,
                        "jakarta.servlet;version=\"[6.1,7)\",jakarta.servlet.http;version=\"[6.1,7)\","
                                + "javax.servlet;version=\"[4.0,5)\",javax.servlet.http;version=\"[4.0,5)\","
                                + "org.osgi.service.http;version=\"[1.2,2)\",org.osgi.service.servlet.context")
                .text("OSGI-INF/openapi.yaml", CONTRACT)
                .component(
                        "Door",
                        "org.osgi.service.servlet.context.ServletContextHelper",
                        "",
                        property("osgi.http.whiteboard.context.name", "open-door")
                                + property("osgi.http.whiteboard.context.path", "/api/v1/x/" + NAME))
                .component(
                        "Page",
                        "jakarta.servlet.Servlet",
                        "",
                        property("osgi.http.whiteboard.context.select", "(osgi.http.whiteboard.context.name=open-door)")
                                + property("osgi.http.whiteboard.servlet.pattern", "/*"))
                .component(
                        "OldPage",
                        "javax.servlet.Servlet",
                        "",
                        "<property name=\"osgi.http.whiteboard.servlet.pattern\">"
                                + String.join(
                                        "\n", "/old/*", "/intruder/*", "/api/v1/intruder", "/api/v1/users", OLD, "/")
                                + "</property>")
                .component(
                        "Oldest",
                        NAME + ".Oldest",
                        "init=\"1\"",
                        "<reference name=\"http\" interface=\"org.osgi.service.http.HttpService\" parameter=\"0\"/>")
                .dropInto(node);
    }

    private static String property(String name, String value) {
        return "<property name=\"" + name + "\" value=\"" + value + "\"/>";
    }
}
