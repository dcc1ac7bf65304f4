// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.rest.time.Clockwork;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a large document at the pace of who reads it: no thread waits for that one, and he has not for ever. */
final class Parcel implements WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(Parcel.class);

    /** What a caller has at least, and for each byte beside that: 2 kB a second. */
    private static final long LEAST_MILLIS = 60_000;

    private static final int BYTES_PER_MILLI = 2;

    private record Left(Visit visit, ServletOutputStream out) {}

    // Emptied at the end: the clock has this object for longer than it is of use.
    private Optional<Left> left;
    private byte[] bytes;

    Parcel(Visit visit, ServletOutputStream out, byte[] bytes) {
        left = Optional.of(new Left(visit, out));
        this.bytes = bytes;
    }

    /** How long its caller may take. */
    static long patience(int size) {
        return LEAST_MILLIS + size / BYTES_PER_MILLI;
    }

    void begin(Clockwork clock) {
        Left all = left.orElseThrow();
        clock.after(patience(bytes.length), this::close);
        all.out().setWriteListener(this);
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        while (left.isPresent() && left.get().out().isReady()) {
            byte[] all = bytes;
            bytes = new byte[0];
            if (all.length == 0) {
                close();
            } else {
                left.get().out().write(all);
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("A caller has gone", cause);
        close();
    }

    /** Ends it, also before all of it was sent. */
    synchronized void close() {
        Optional<Left> last = left;
        left = Optional.empty();
        bytes = new byte[0];
        last.ifPresent(it -> it.visit().done());
    }
}
