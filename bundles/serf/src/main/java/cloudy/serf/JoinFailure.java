// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.form.Texts;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** Why an address could not be joined, for the operator. */
final class JoinFailure {

    private static final int MAX = 200;
    private static final Pattern SILENT =
            Pattern.compile("no route to host|network is unreachable|host is down|i/o timeout");

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
        if (text.contains("connection refused")) {
            return Texts.of(
                    "la màquina respon, però en aquest port no hi ha cap Serf",
                    "la máquina responde, pero en ese puerto no hay ningún Serf",
                    "the machine answers, but there is no Serf on that port");
        }
        if (SILENT.matcher(text).find()) {
            return Texts.of(
                    "en aquesta adreça no respon ningú: el node està apagat, o l'adreça no és la bona",
                    "en esa dirección no responde nadie: el nodo está apagado, o la dirección no es la buena",
                    "nothing answers at that address: the node is off, or the address is not right");
        }
        if (text.contains("no such host")) {
            return Texts.of(
                    "cap servidor de noms no coneix aquest nom",
                    "ningún servidor de nombres conoce ese nombre",
                    "no name server knows that name");
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        return Texts.of(line.length() > MAX ? line.substring(0, MAX) + "…" : line);
    }
}
