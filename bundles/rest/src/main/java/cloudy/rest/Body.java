// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Takes a body as it comes: no thread waits for a slow caller. */
final class Body implements ReadListener {

    private static final int PIECE = 8192;

    /** Goes on when the whole body is there, or will not be. Called once. */
    interface Next {

        void whole(byte[] bytes);

        /**
         * It is too large.
         *
         * @param whole whether the rest of it was read and dropped, see {@link Unread}
         */
        void refused(Problem problem, boolean whole);

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
        return Problem.of(
                413,
                Texts.of("El cos fa més de %s kB.", "El cuerpo ocupa más de %s kB.", "The body is larger than %s kB.")
                        .with(max / 1024));
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
            } else if (taken > max + Unread.MAX_BYTES) {
                end(false);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end(true);
    }

    private void end(boolean all) {
        if (over) {
            return;
        }
        over = true;
        if (taken > max) {
            next.refused(tooLarge(max), all);
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
