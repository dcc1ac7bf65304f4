// SPDX-License-Identifier: Apache-2.0
package org.example.shop;

import java.util.List;
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

    private static final List<String> PLACES = List.of("/alias", "/api/v1/x/org.example.shop/alias");

    private final HttpService http;

    @Activate
    public Alias(@Reference HttpService http) throws ServletException, NamespaceException {
        this.http = http;
        for (String place : PLACES) {
            http.registerServlet(place, new OldServlet(), null, null);
        }
    }

    @Deactivate
    void close() {
        PLACES.forEach(http::unregister);
    }
}
