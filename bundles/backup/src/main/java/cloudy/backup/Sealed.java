// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What is around the tar archive of a backup: gzip, and around that age. */
final class Sealed {

    private static final int BUFFER = 64 * 1024;

    private Sealed() {}

    static OutputStream writing(OutputStream file, String recipient) throws IOException {
        return new BufferedOutputStream(
                new GZIPOutputStream(new BufferedOutputStream(RecoveryKey.encrypting(file, recipient), BUFFER), BUFFER),
                BUFFER);
    }

    /** @throws IOException also by what is read: in one sentence, whatever is wrong with the file */
    static InputStream reading(InputStream file, String secret) throws IOException {
        var open = new Told(RecoveryKey.decrypting(new BufferedInputStream(file, BUFFER), secret));
        try {
            return new Told(new BufferedInputStream(new GZIPInputStream(open, BUFFER), BUFFER));
        } catch (IOException e) {
            throw RecoveryKey.changed(e);
        }
    }

    /** Says of everything that goes wrong in reading that the backup is damaged: writing elsewhere fails otherwise. */
    private static final class Told extends FilterInputStream {

        private Told(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int at, int length) throws IOException {
            try {
                return super.read(bytes, at, length);
            } catch (IOException | RuntimeException e) {
                throw RecoveryKey.changed(e);
            }
        }
    }
}
