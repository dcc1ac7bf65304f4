// SPDX-License-Identifier: Apache-2.0
package org.example.intruder;

import javax.servlet.ServletException;
import org.osgi.service.http.HttpService;
import org.osgi.service.http.NamespaceException;

/** The same as was written before the whiteboard. */
public final class Oldest {

    private static final String OWN = "/api/v1/x/org.example.intruder/oldest";

    /** Called by the component runtime. */
    public Oldest(HttpService http) throws ServletException, NamespaceException {
        http.registerServlet("/oldest", new OldPage(), null, null);
        http.registerServlet(OWN, new OldPage(), null, null);
    }
}
