// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.rest.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Takes a body as it comes: no thread waits for a slow caller. */
final class Body implements ReadListener {

    /** So much more is read and dropped: who is still sending would not get to read the refusal. */
    private static final int DROPPED = 1024 * 1024;

    private static final int PIECE = 8192;

    /** Goes on when the whole body is there, or will not be. Called once. */
    interface Next {

        void whole(byte[] bytes);

        void refused(Problem problem);

        /** The caller has gone. */
        void gone();
    }

    private final ServletInputStream in;
    private final int max;
    private final Next next;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long taken;
    private boolean over;

    Body(ServletInputStream in, int max, Next next) {
        this.in = in;
        this.max = max;
        this.next = next;
    }

    void begin() {
        in.setReadListener(this);
    }

    /** Why a body is refused that is larger than may be. */
    static Problem tooLarge(int max) {
        return Problem.of(413, "The body is larger than " + max / 1024 + " kB.");
    }

    @Override
    public void onDataAvailable() throws IOException {
        var piece = new byte[PIECE];
        while (!over && in.isReady() && !in.isFinished()) {
            int read = in.read(piece);
            if (read < 0) {
                return;
            }
            taken += read;
            if (taken <= max) {
                bytes.write(piece, 0, read);
            } else if (taken > max + DROPPED) {
                end();
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        if (taken > max) {
            next.refused(tooLarge(max));
        } else {
            next.whole(bytes.toByteArray());
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!over) {
            over = true;
            next.gone();
        }
    }
}
