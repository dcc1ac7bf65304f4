// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * A key that signs the transfer of zones.
 *
 * @param secret in Base64
 * @param server with whom it is used; empty for one that anybody who has it may fetch zones with
 */
record TsigKey(Name name, String algorithm, String secret, Optional<InetAddress> server) {

    private static final Set<String> ALGORITHMS = Set.of("hmac-sha256", "hmac-sha384", "hmac-sha512", "hmac-sha1");
    private static final int PARTS = 3;
    private static final int MOST_SECRET = 512;
    private static final Texts NO_KEY = Texts.of(
            "ha de ser nom:algorisme:clau en Base64, i @adreça si és per a un sol servidor, com"
                    + " intercanvi:hmac-sha256:bXkga2V5IGlzIGEgc2VjcmV0IQ==@10.1.2.3",
            "debe ser nombre:algoritmo:clave en Base64, y @dirección si es para un solo servidor, como"
                    + " intercambio:hmac-sha256:bXkga2V5IGlzIGEgc2VjcmV0IQ==@10.1.2.3",
            "must be name:algorithm:key in Base64, and @address where it is for one server, such as"
                    + " transfer:hmac-sha256:bXkga2V5IGlzIGEgc2VjcmV0IQ==@10.1.2.3");

    /** What an operator wrote. Refused without being quoted, since it is a secret. */
    static TsigKey of(String field, String text) {
        String[] parts = text.split(":", PARTS);
        if (parts.length != PARTS) {
            throw new InvalidFieldException(field, NO_KEY);
        }
        int sign = parts[2].indexOf('@');
        String secret = sign < 0 ? parts[2] : parts[2].substring(0, sign);
        Optional<Name> name = Names.absolute(parts[0]);
        try {
            if (name.isEmpty()
                    || !ALGORITHMS.contains(parts[1])
                    || secret.length() > MOST_SECRET
                    || Base64.getDecoder().decode(secret).length == 0) {
                throw new InvalidFieldException(field, NO_KEY);
            }
        } catch (IllegalArgumentException noBase64) {
            throw new InvalidFieldException(field, NO_KEY);
        }
        return new TsigKey(
                name.get(),
                parts[1],
                secret,
                sign < 0 ? Optional.empty() : Optional.of(Addresses.of(field, parts[2].substring(sign + 1))));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TSIG key " + name;
    }
}
