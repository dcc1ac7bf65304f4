// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What programs under users of their own keep for themselves, which root's helper has those users read. */
record Kept(Path data, HelperCalls helper) {

    /** An archive of what belongs to such a user; empty for all else. */
    Optional<InputStream> archive(Path path) throws IOException {
        if (!path.startsWith(data) || !helper.isThere()) {
            return Optional.empty();
        }
        String below = data.relativize(path).toString();
        Optional<Program> keeper = Arrays.stream(Program.values())
                .filter(program -> program.keeps(below))
                .findFirst();
        if (keeper.isEmpty() || Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(data))) {
            return Optional.empty();
        }
        SocketChannel call = helper.call(new Request.Read(keeper.get(), below));
        try {
            Reply.Open open = helper.next(call, Reply.Open.class);
            return Optional.of(new Archive(
                    Pipe.opened(Pipe.reading(Path.of(open.path()), keeper.get().word())), call));
        } catch (IOException | RuntimeException e) {
            call.close();
            throw e;
        }
    }

    /** Whoever reads it to its end knows that it is whole. */
    private final class Archive extends FilterInputStream {

        /** It says so when something has changed while it was read. */
        private static final int CHANGED = 1;

        private final SocketChannel call;
        private boolean ended;

        private Archive(InputStream pipe, SocketChannel call) {
            super(pipe);
            this.call = call;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int count = super.read(bytes, from, most);
            if (count < 0 && !ended) {
                ended = true;
                int status = helper.next(call, Reply.Done.class).status();
                if (status < 0 || status > CHANGED) {
                    throw new IOException("what the program keeps cannot be read: status " + status);
                }
            }
            return count;
        }

        /** Of a pipe that is not known, and who asks is told that it is not sought in. */
        @Override
        public int available() {
            return 0;
        }

        @Override
        public void close() throws IOException {
            try (call) {
                super.close();
            }
        }
    }
}
