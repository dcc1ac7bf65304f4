// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where a repository is, and the one content that it may have: whoever takes the place of the server can only refuse.
 *
 * @param sha256 of the repository's file, 64 lower-case hexadecimal digits
 */
record Source(URI address, String sha256) {

    static final String HASH = "[0-9a-f]{64}";

    /** As a setting writes it. */
    static final String PATTERN = "https://[^\\s,#]{1,500}#sha256=" + HASH;

    private static final String FRAGMENT = "#sha256=";
    private static final Pattern LINE = Pattern.compile(PATTERN);

    Source {
        address = checked(address);
        if (!sha256.matches(HASH)) {
            throw new InvalidFieldException(
                    "sha256",
                    Texts.of(
                            "ha de tenir 64 xifres hexadecimals en minúscula",
                            "debe tener 64 cifras hexadecimales en minúscula",
                            "must be 64 hexadecimal digits in lower case"),
                    sha256);
        }
    }

    static Source of(String address, String sha256) {
        try {
            return new Source(new URI(address), sha256);
        } catch (URISyntaxException e) {
            throw new InvalidFieldException(
                    "address",
                    Texts.of("ha de ser una adreça https", "debe ser una dirección https", "must be an https address"),
                    address);
        }
    }

    /** Reads what {@link #toString} has written. */
    static Source parse(String line) {
        if (!LINE.matcher(line).matches()) {
            throw new InvalidFieldException(
                    "repositories",
                    Texts.of(
                            "han de ser adreces https que acabin amb #sha256= i 64 xifres hexadecimals",
                            "deben ser direcciones https que acaben con #sha256= y 64 cifras hexadecimales",
                            "must be https addresses that end with #sha256= and 64 hexadecimal digits"),
                    line);
        }
        int hash = line.indexOf(FRAGMENT);
        return of(line.substring(0, hash), line.substring(hash + FRAGMENT.length()));
    }

    private static URI checked(URI address) {
        boolean fine = "https".equalsIgnoreCase(address.getScheme())
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null
                && address.toString().length() <= 500
                // Several are separated by commas in the settings.
                && address.toString().indexOf(',') < 0;
        if (!fine) {
            throw new InvalidFieldException(
                    "address",
                    Texts.of(
                            "ha de ser una adreça https sense contrasenya",
                            "debe ser una dirección https sin contraseña",
                            "must be an https address without a password"),
                    address.toString());
        }
        return address.normalize();
    }

    @Override
    public String toString() {
        return address + FRAGMENT + sha256;
    }
}
