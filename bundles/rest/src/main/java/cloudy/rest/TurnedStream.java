// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Where a bundle's own servlet writes to; one that waits for its reader without a thread needs no turn. */
final class TurnedStream extends ServletOutputStream {

    private final ServletOutputStream out;
    private final Turn turn;
    private volatile boolean waitsWithoutThread;

    TurnedStream(ServletOutputStream out, Turn turn) {
        this.out = out;
        this.turn = turn;
    }

    private void count(long bytes) throws IOException {
        if (!waitsWithoutThread) {
            turn.write(bytes);
        }
    }

    @Override
    public void write(int one) throws IOException {
        count(1);
        out.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        count(length);
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(listener);
        waitsWithoutThread = true;
    }
}
