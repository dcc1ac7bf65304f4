// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Passes bytes on and fails at their end, so that the reader throws them away, if they are not those expected. */
final class Sha256 extends FilterInputStream {

    private final MessageDigest digest = sha256();
    private final String expected;
    private boolean ended;

    Sha256(InputStream in, String expected) {
        super(in);
        this.expected = expected;
    }

    static String of(InputStream in) throws IOException {
        var digest = sha256();
        var buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read >= 0) {
            digest.update(buffer, offset, read);
        } else if (!ended && !HexFormat.of().formatHex(digest.digest()).equals(expected)) {
            throw new IOException("the file changed while it was being installed");
        }
        ended = read < 0;
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.max(0, Math.min(count, 1 << 16))).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
