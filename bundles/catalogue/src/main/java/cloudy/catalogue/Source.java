// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a repository is, and what its file is held against. */
record Source(URI address, Pin pin) {

    /** As a setting writes it. */
    static final String PATTERN = "https://[^\\s,#]{1,500}#(" + Pin.Content.KIND + "=" + Hash.PATTERN + "|"
            + Pin.Publisher.KIND + "=" + PublisherKey.PATTERN + ")";

    private static final Pattern LINE = Pattern.compile(PATTERN);

    Source {
        address = checked(address);
    }

    Source(URI address, String sha256) {
        this(address, new Pin.Content(sha256));
    }

    static Source of(String address, Pin pin) {
        try {
            return new Source(new URI(address), pin);
        } catch (URISyntaxException e) {
            throw new InvalidFieldException(
                    "address",
                    Texts.of("ha de ser una adreça https", "debe ser una dirección https", "must be an https address"),
                    address);
        }
    }

    static Source of(String address, String sha256) {
        return of(address, new Pin.Content(sha256));
    }

    /** Reads what {@link #toString} has written. */
    static Source parse(String line) {
        if (!LINE.matcher(line).matches()) {
            throw new InvalidFieldException(
                    "repositories",
                    Texts.of(
                            "han de ser adreces https que acabin amb #sha256= i 64 xifres hexadecimals, o amb #key= i una"
                                    + " clau pública",
                            "deben ser direcciones https que acaben con #sha256= y 64 cifras hexadecimales, o con #key= y"
                                    + " una clave pública",
                            "must be https addresses that end with #sha256= and 64 hexadecimal digits, or with #key= and"
                                    + " a public key"),
                    line);
        }
        int hash = line.indexOf('#');
        String pin = line.substring(hash + 1);
        String value = pin.substring(pin.indexOf('=') + 1);
        return of(
                line.substring(0, hash),
                pin.startsWith(Pin.Content.KIND) ? new Pin.Content(value) : new Pin.Publisher(new PublisherKey(value)));
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

    /** The publisher's key, where that is what is pinned. */
    Optional<PublisherKey> key() {
        return pin instanceof Pin.Publisher publisher ? Optional.of(publisher.key()) : Optional.empty();
    }

    /** Where the signature of the file is. */
    URI signature() {
        String query = address.getRawQuery() == null ? "" : '?' + address.getRawQuery();
        return URI.create("https://" + address.getRawAuthority() + address.getRawPath() + ".sig" + query);
    }

    @Override
    public String toString() {
        return address + "#" + pin;
    }
}
