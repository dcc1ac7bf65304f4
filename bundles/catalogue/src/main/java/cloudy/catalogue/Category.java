// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.util.List;
import java.util.Optional;

/** The shelves of the catalogue. */
final class Category {

    static final String OTHER = "other";

    private static final List<String> ALL = List.of("guifi", "community", "personal", "system", OTHER);

    private Category() {}

    static Optional<String> of(String word) {
        return ALL.stream().filter(word::equals).findFirst();
    }
}
