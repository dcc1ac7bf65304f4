// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.serf.rpc.RpcClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * What takes long, each over a connection of its own: the agent works on one command of a connection after the other,
 * and joining a dead address takes it half a minute. How many go at a time is up to the executor.
 */
final class SideLine {

    private static final int PROBE_MILLIS = 3_000;

    private final RpcLink.Dialler dialler;
    private final Executor threads;

    SideLine(RpcLink.Dialler dialler, Executor threads) {
        this.dialler = dialler;
        this.threads = threads;
    }

    CompletableFuture<Integer> join(String address) {
        return with(agent -> agent.join(List.of(address)));
    }

    CompletableFuture<Void> forget(String member) {
        return with(agent -> agent.forget(member));
    }

    /** Whether anybody takes TCP connections there, as every living member does. */
    CompletableFuture<Boolean> answers(Endpoint endpoint) {
        return run(() -> {
            try (var socket = new Socket()) {
                // The host is an address in figures: nothing is looked up.
                var address = new InetSocketAddress(endpoint.host(), endpoint.port());
                socket.connect(address, PROBE_MILLIS);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private <T> CompletableFuture<T> with(Function<RpcClient, CompletableFuture<T>> command) {
        return run(() -> {
            try (RpcClient agent = dialler.dial()) {
                return command.apply(agent).get();
            }
        });
    }

    /** Something that blocks. */
    private interface Task<T> {
        T run() throws IOException, InterruptedException, ExecutionException;
    }

    private <T> CompletableFuture<T> run(Task<T> task) {
        var result = new CompletableFuture<T>();
        try {
            threads.execute(() -> {
                try {
                    result.complete(task.run());
                } catch (ExecutionException e) {
                    result.completeExceptionally(e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    result.completeExceptionally(new CompletionException("stopping", e));
                } catch (IOException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new IOException("too much is being tried already", e));
        }
        return result;
    }
}
