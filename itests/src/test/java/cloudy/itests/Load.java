// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A program for a host: asks a node the same question at a fixed rate, whether it keeps up or not, over connections that
 * are kept. Each answer's time counts from the moment at which the question was due.
 */
final class Load {

    private static final int WARM_UP = 400;

    private Load() {}

    /** Arguments: address, authority, token, rate per second, seconds. */
    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Wire.trusting(Path.of(arguments[1])))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0]))
                .header("Authorization", "Bearer " + arguments[2])
                .build();
        int rate = Integer.parseInt(arguments[3]);
        int count = rate * Integer.parseInt(arguments[4]);
        Talker.begun();
        run(client, request, rate, WARM_UP, new long[WARM_UP]);
        var nanos = new long[count];
        int failed = run(client, request, rate, count, nanos);
        Arrays.sort(nanos);
        Talker.tell(String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms, %d of %d failed",
                nanos[count / 2] / 1e6,
                nanos[count * 99 / 100] / 1e6,
                nanos[count - 1] / 1e6,
                failed,
                count));
        System.exit(0);
    }

    private static int run(HttpClient client, HttpRequest request, int rate, int count, long[] nanos) {
        var failed = new AtomicInteger();
        var answers = new CompletableFuture<?>[count];
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            long due = begun + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            answers[i] = client.sendAsync(request, BodyHandlers.ofByteArray()).handle((answer, failure) -> {
                nanos[number] = System.nanoTime() - due;
                return failure == null && answer.statusCode() == 200 ? 0 : failed.incrementAndGet();
            });
        }
        CompletableFuture.allOf(answers).join();
        return failed.get();
    }
}
