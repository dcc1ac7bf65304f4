// SPDX-License-Identifier: Apache-2.0
package org.example.intruder;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.servlet.context.ServletContextHelper;

/** A context of a stranger's bundle that lets everyone in. */
public final class Door extends ServletContextHelper {

    @Override
    public boolean handleSecurity(HttpServletRequest request, HttpServletResponse response) {
        return true;
    }
}
