// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The private key of a kubeconfig, in a form that Java reads by itself. k3s writes elliptic keys by RFC 5915 ({@code EC
 * PRIVATE KEY}), which the library takes with a further library only; here they are wrapped by RFC 5958 instead.
 */
final class ClientKey {

    private static final String EC_BEGIN = "-----BEGIN EC PRIVATE KEY-----";
    private static final String EC_END = "-----END EC PRIVATE KEY-----";
    private static final HexFormat HEX = HexFormat.of();

    /** {@code id-ecPublicKey}, and the curves that Kubernetes' tools make keys on: P-256, P-384, P-521. */
    private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");

    private static final byte[][] CURVES = {
        HEX.parseHex("06082a8648ce3d030107"), HEX.parseHex("06052b81040022"), HEX.parseHex("06052b81040023")
    };

    private ClientKey() {}

    /** A key, PEM in Base64, as {@code BEGIN PRIVATE KEY} where it was an elliptic one; others as they are. */
    static String readable(String base64) {
        String pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
        int begin = pem.indexOf(EC_BEGIN);
        int end = pem.indexOf(EC_END);
        if (begin < 0 || end < begin) {
            return base64;
        }
        byte[] key;
        try {
            key = Base64.getMimeDecoder().decode(pem.substring(begin + EC_BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
        byte[] algorithm = sequence(EC, curve(key));
        byte[] wrapped = sequence(new byte[] {2, 1, 0}, algorithm, tagged(4, key));
        String text = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(wrapped)
                + "\n-----END PRIVATE KEY-----\n";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The curve is named within the key; its name is nothing that occurs by chance. */
    private static byte[] curve(byte[] key) {
        String hex = HEX.formatHex(key);
        return Arrays.stream(CURVES)
                .filter(curve -> hex.contains(HEX.formatHex(curve)))
                .findFirst()
                .orElseThrow(ClientKey::unreadable);
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] head = length < 128
                ? new byte[] {(byte) tag, (byte) length}
                : length < 256
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        byte[] all = Arrays.copyOf(head, head.length + length);
        int at = head.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static InvalidFieldException unreadable() {
        return new InvalidFieldException(
                "client-key-data",
                Texts.of(
                        "no és una clau que es pugui llegir",
                        "no es una clave que se pueda leer",
                        "is no readable key"));
    }
}
