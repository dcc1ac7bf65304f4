// SPDX-License-Identifier: Apache-2.0
package org.example.shop;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Component;

/** A servlet in a context of its own, at places that the contract has and at one that it has not. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/own/*",
            "osgi.http.whiteboard.servlet.pattern=/hidden/*",
            "osgi.http.whiteboard.servlet.pattern=/items",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=shop)"
        })
public final class OwnServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String LINE = "x".repeat(1023) + "\n";

    /** Of lines: more than any socket takes at once. */
    private static final int LARGE = 8_000;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo().endsWith("broken")) {
            throw new IllegalStateException("the password is xyzzy");
        }
        if (request.getPathInfo().endsWith("refused")) {
            response.sendError(418, "the password is xyzzy");
            return;
        }
        response.setContentType("text/plain");
        if (request.getPathInfo().endsWith("bytes")) {
            for (int i = 0; i < LARGE; i++) {
                response.getOutputStream().write(LINE.getBytes(StandardCharsets.UTF_8));
            }
            return;
        }
        if (request.getPathInfo().endsWith("words")) {
            for (int i = 0; i < LARGE; i++) {
                response.getWriter().write(LINE);
            }
            return;
        }
        if (request.getPathInfo().endsWith("half")) {
            response.getWriter().write(LINE);
            throw new IllegalStateException("the password is xyzzy");
        }
        response.getWriter()
                .write(request.getRemoteUser()
                        + ' '
                        + request.getUserPrincipal().getName()
                        + ' '
                        + request.isUserInRole("viewer")
                        + request.isUserInRole("operator")
                        + ' '
                        + request.getPathInfo());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write("read " + request.getInputStream().readAllBytes().length);
    }
}
