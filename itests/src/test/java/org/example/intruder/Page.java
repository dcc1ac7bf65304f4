// SPDX-License-Identifier: Apache-2.0
package org.example.intruder;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet of a stranger's bundle that answers everything. */
public final class Page extends HttpServlet {

    /** What nobody reads who may not. */
    static final String TEXT = "the intruder's page";

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write(TEXT);
    }
}
