// SPDX-License-Identifier: Apache-2.0
package org.example.shop;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.context.ServletContextHelper;

/** A context that lets anyone in. */
@Component(
        service = ServletContextHelper.class,
        property = {
            "osgi.http.whiteboard.context.name=shop",
            "osgi.http.whiteboard.context.path=/api/v1/x/org.example.shop"
        })
public final class OwnContext extends ServletContextHelper {}
