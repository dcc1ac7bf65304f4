// SPDX-License-Identifier: Apache-2.0
package org.example.shop;

import javax.servlet.ServletException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.HttpService;
import org.osgi.service.http.NamespaceException;

/** A servlet registered in the oldest way, by the HttpService itself. */
@Component(service = Alias.class, immediate = true)
public final class Alias {

    private final HttpService http;

    @Activate
    public Alias(@Reference HttpService http) throws ServletException, NamespaceException {
        this.http = http;
        http.registerServlet("/alias", new OldServlet(), null, null);
    }

    @Deactivate
    void close() {
        http.unregister("/alias");
    }
}
