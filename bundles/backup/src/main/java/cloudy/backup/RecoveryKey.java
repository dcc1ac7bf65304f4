// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pair of keys that backups are made with: everyone may have the public half, by which they are encrypted; the secret
 * one, which opens them, is its owner's and never kept by the node. In the format of age (age-encryption.org/v1, X25519),
 * so that Debian's {@code age} opens a backup where there is no node any more.
 */
record RecoveryKey(String recipient, String secret) {

    /** What the public half looks like. */
    static final String RECIPIENT = "age1[02-9ac-hj-np-z]{58}";

    private static final Pattern SECRET = Pattern.compile("AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}(?![0-9A-Z])");

    private static final Texts NO_SECRET = Texts.of(
            "ha de ser la clau de recuperació sencera, que comença per AGE-SECRET-KEY-1",
            "debe ser la clave de recuperación entera, que empieza por AGE-SECRET-KEY-1",
            "must be the whole recovery key, which begins with AGE-SECRET-KEY-1");

    /** Makes one. */
    static RecoveryKey make() {
        try {
            KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new RecoveryKey(
                    text(pair.getPublic().getEncoded()), text(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 11 has X25519", e);
        }
    }

    /** What somebody typed, or took from the file that was saved, without what gets into it on the way. */
    static String typed(String secret) {
        Matcher key = SECRET.matcher(secret.replaceAll("\\s", "").toUpperCase(Locale.ROOT));
        if (!key.find()) {
            throw new InvalidFieldException("recoveryKey", NO_SECRET);
        }
        return key.group();
    }

    /** Encrypts what is written to it; what is behind it is closed with it. */
    static OutputStream encrypting(OutputStream out, String recipient) throws IOException {
        try {
            return Channels.newOutputStream(new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(
                            Channels.newChannel(out),
                            List.of(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient))));
        } catch (GeneralSecurityException e) {
            throw Explained.failure(
                    Texts.of(
                                    "No es pot xifrar amb la clau pública %s.",
                                    "No se puede cifrar con la clave pública %s.",
                                    "The public key %s cannot be encrypted to.")
                            .with(Refusal.shown(recipient)),
                    e);
        }
    }

    /**
     * What was encrypted.
     *
     * @throws IOException also by what is read from it, when something in it was changed or is missing
     */
    static InputStream decrypting(InputStream in, String secret) throws IOException {
        try {
            return Channels.newInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(
                            Channels.newChannel(in),
                            List.of(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(secret))));
        } catch (PayloadException e) {
            throw changed(e);
        } catch (UnsupportedRecipientStanzaException e) {
            throw Explained.failure(
                    Texts.of(
                            "Aquesta clau de recuperació no obre aquesta còpia.",
                            "Esta clave de recuperación no abre esta copia.",
                            "This recovery key does not open this backup."),
                    e);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            IOException said = Refusal.broken(
                    "no és cap fitxer xifrat amb age", "no es ningún archivo cifrado con age", "it is no file of age");
            said.addSuppressed(e);
            throw said;
        }
    }

    /** What is read is not what was encrypted. */
    static IOException changed() {
        return Refusal.broken("està malmesa o tallada", "está dañada o cortada", "it is damaged or cut off");
    }

    /** The same, because of what somebody else noticed. */
    static IOException changed(Exception cause) {
        IOException said = changed();
        said.addSuppressed(cause);
        return said;
    }

    private static String text(byte[] encoded) {
        return new String(encoded, StandardCharsets.US_ASCII);
    }
}
