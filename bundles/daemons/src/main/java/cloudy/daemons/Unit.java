// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon.Signal;
import cloudy.daemons.Launcher.Launched;
import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that runs as a unit. It has ended when it writes no more and systemd says so. */
final class Unit implements Launched {

    private static final Logger LOG = LoggerFactory.getLogger(Unit.class);
    private static final int QUICK_LOOKS = 50;
    private static final long QUICK_MILLIS = 100;
    private static final long SLOW_MILLIS = 30_000;
    private static final int UNKNOWN = -1;

    private final Program program;
    private final HelperCalls helper;
    private final long pid;
    private final InputStream output;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    Unit(Program program, HelperCalls helper, long pid, InputStream output) {
        this.program = program;
        this.helper = helper;
        this.pid = pid;
        this.output = new Output(output);
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public void whenEnded(IntConsumer then) {
        var unused = ended.thenAccept(then::accept);
    }

    @Override
    public void signal(Signal signal) {
        send(
                switch (signal) {
                    case TERM -> Request.Signal.Kind.TERM;
                    case INT -> Request.Signal.Kind.INT;
                    case HUP -> Request.Signal.Kind.HUP;
                });
    }

    @Override
    public void kill() {
        send(Request.Signal.Kind.KILL);
    }

    private void send(Request.Signal.Kind kind) {
        try {
            helper.ask(new Request.Signal(program, kind), Reply.Done.class);
        } catch (IOException nobodyThere) {
            LOG.warn("{} cannot be told {}: {}", program.unit(), kind, nobodyThere.getMessage());
            if (kind != Request.Signal.Kind.HUP) {
                // The whole system ends, and systemd ends the unit after the node.
                ended.complete(UNKNOWN);
            }
        }
    }

    private void look(int times) {
        try {
            Reply how = helper.ask(new Request.Status(program), Reply.class);
            if (how instanceof Reply.Done done) {
                ended.complete(done.status());
            } else {
                long pause = times < QUICK_LOOKS ? QUICK_MILLIS : SLOW_MILLIS;
                CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(() -> look(times + 1));
            }
        } catch (IOException nobodyThere) {
            LOG.warn("How {} ended is not known: {}", program.unit(), nobodyThere.getMessage());
            ended.complete(UNKNOWN);
        }
    }

    /** Notices when the program closes it. */
    private final class Output extends FilterInputStream {

        private Output(InputStream pipe) {
            super(pipe);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            noticeEnd(read);
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int read = super.read(bytes, from, most);
            noticeEnd(read);
            return read;
        }

        private void noticeEnd(int read) {
            if (read < 0 && !ended.isDone()) {
                var unused = CompletableFuture.runAsync(() -> look(0));
            }
        }
    }
}
