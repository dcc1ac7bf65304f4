// SPDX-License-Identifier: Apache-2.0
package org.example.shelf;

import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import org.osgi.service.component.annotations.Component;

/** Shows in the console what page/shelf.js draws. */
@Component
public class ShelfPage implements Page {

    @Override
    public String service() {
        return "cloudy.shelf";
    }

    @Override
    public Texts title() {
        return Texts.of("Prestatge", "Estante", "Shelf");
    }
}
