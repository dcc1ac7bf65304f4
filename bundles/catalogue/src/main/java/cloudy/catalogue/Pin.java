// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;

/** What the file of a repository is held against, which the operator got from somewhere else than its server. */
sealed interface Pin {

    /** Its kind and its value, as they stand after the {@code #} in a setting. */
    @Override
    String toString();

    /**
     * The one content that the file may have: whoever takes the place of the server can only refuse.
     *
     * @param sha256 of the file, 64 lower-case hexadecimal digits
     */
    record Content(String sha256) implements Pin {

        static final String KIND = "sha256";

        public Content {
            if (!sha256.matches(Hash.PATTERN)) {
                throw new InvalidFieldException(
                        KIND,
                        Texts.of(
                                "ha de tenir 64 xifres hexadecimals en minúscula",
                                "debe tener 64 cifras hexadecimales en minúscula",
                                "must be 64 hexadecimal digits in lower case"),
                        sha256);
            }
        }

        @Override
        public String toString() {
            return KIND + '=' + sha256;
        }
    }

    /** The publisher of the file, who may change it at any time: whoever has not his key can only refuse. */
    record Publisher(PublisherKey key) implements Pin {

        static final String KIND = "key";

        @Override
        public String toString() {
            return KIND + '=' + key;
        }
    }
}
