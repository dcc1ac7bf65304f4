// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.util.concurrent.CompletionException;

/** Why an address could not be joined, for the operator. */
final class JoinFailure {

    private static final int MAX = 200;

    private JoinFailure() {}

    static String inPlainWords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String text = String.valueOf(cause.getMessage());
        if (text.contains("No installed keys could decrypt")) {
            return "it uses another key; set encryptKey to that of the cluster";
        }
        if (text.contains("encryption is not configured")) {
            return "it uses a key, and this node none; set encryptKey";
        }
        if (text.contains("not encrypted")) {
            return "it uses no key, and this node has one; remove encryptKey";
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        return line.length() > MAX ? line.substring(0, MAX) + "…" : line;
    }
}
