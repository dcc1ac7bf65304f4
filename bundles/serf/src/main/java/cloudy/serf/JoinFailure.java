// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.form.Texts;
import java.util.concurrent.CompletionException;

/** Why an address could not be joined, for the operator. */
final class JoinFailure {

    private static final int MAX = 200;

    private JoinFailure() {}

    static Texts inPlainWords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String text = String.valueOf(cause.getMessage());
        if (text.contains("No installed keys could decrypt")) {
            return Texts.of(
                    "fa servir una altra clau; poseu a encryptKey la de la xarxa",
                    "usa otra clave; ponga en encryptKey la de la red",
                    "it uses another key; set encryptKey to that of the cluster");
        }
        if (text.contains("encryption is not configured")) {
            return Texts.of(
                    "fa servir una clau, i aquest node cap; poseu encryptKey",
                    "usa una clave, y este nodo ninguna; ponga encryptKey",
                    "it uses a key, and this node none; set encryptKey");
        }
        if (text.contains("not encrypted")) {
            return Texts.of(
                    "no fa servir cap clau, i aquest node en té una; traieu encryptKey",
                    "no usa ninguna clave, y este nodo tiene una; quite encryptKey",
                    "it uses no key, and this node has one; remove encryptKey");
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        return Texts.of(line.length() > MAX ? line.substring(0, MAX) + "…" : line);
    }
}
