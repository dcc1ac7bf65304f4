// SPDX-License-Identifier: Apache-2.0
package org.example.shop;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;

/** A servlet of the years before jakarta, at a place that the contract has and at one that it has not. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/api/v1/x/org.example.shop/old",
            "osgi.http.whiteboard.servlet.pattern=/old/*"
        })
public final class OldServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write("old " + request.getRemoteUser());
    }
}
