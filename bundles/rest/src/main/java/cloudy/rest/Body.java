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
         * It is too large, or there is no room for it now.
         *
         * @param whole whether the rest of it was read and dropped, see {@link Unread}
         */
        void refused(Problem problem, boolean whole);

        /** It will not be there: the caller has gone, or the server has lost patience. */
        void missing();
    }

    private final ServletInputStream in;
    private final int max;
    private final BodyRoom room;
    private final Next next;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long taken;
    private boolean crowded;
    private boolean over;

    Body(ServletInputStream in, int max, BodyRoom room, Next next) {
        this.in = in;
        this.max = max;
        this.room = room;
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

    private static Problem noRoom() {
        return Problem.tooMany(
                Texts.of(
                        "Ara mateix s'envien massa coses; torneu-ho a provar d'aquí a un moment.",
                        "Ahora mismo se envían demasiadas cosas; vuelva a intentarlo dentro de un momento.",
                        "Too much is being sent just now; try again in a moment."),
                1);
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
            keep(piece, read);
            if (taken > max + Unread.MAX_BYTES) {
                end(false);
            }
        }
    }

    /** What will not be used takes no room. */
    private void keep(byte[] piece, int read) {
        if (taken > max || crowded) {
            drop();
        } else if (room.take(read)) {
            bytes.write(piece, 0, read);
        } else {
            crowded = true;
            drop();
        }
    }

    private void drop() {
        room.give(bytes.size());
        bytes = new ByteArrayOutputStream(0);
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
        } else if (crowded) {
            next.refused(noRoom(), all);
        } else {
            try {
                next.whole(bytes.toByteArray());
            } finally {
                drop();
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!over) {
            over = true;
            drop();
            next.missing();
        }
    }
}
