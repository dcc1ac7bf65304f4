// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.Text;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Fetches from servers that may be anyone's: by https only, also where they redirect to, so much and no more, for so
 * long and no longer.
 */
final class Fetcher {

    private static final int MAX_REDIRECTS = 5;

    /** For what somebody waits for. */
    private static final Duration SHORT = Duration.ofSeconds(60);

    private final Supplier<HttpClient> clients;
    private final Duration patience;

    /**
     * Makes one.
     *
     * @param clients a client that does not follow redirects, asked for with each fetch
     * @param patience how long one fetch may take in all
     */
    Fetcher(Supplier<HttpClient> clients, Duration patience) {
        this.clients = clients;
        this.patience = patience;
    }

    byte[] bytes(URI address, long limit) throws Refusal, InterruptedException {
        Duration shorter = patience.compareTo(SHORT) < 0 ? patience : SHORT;
        return fetch(address, limit, shorter, BodySubscribers::ofByteArray);
    }

    void file(URI address, long limit, Path into) throws Refusal, InterruptedException {
        fetch(address, limit, patience, () -> BodySubscribers.ofFile(into));
    }

    private <T> T fetch(URI from, long limit, Duration time, Supplier<BodySubscriber<T>> into)
            throws Refusal, InterruptedException {
        HttpClient client = clients.get();
        long end = System.nanoTime() + time.toNanos();
        URI address = from;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<T> answer = send(client, address, limit, into, end - System.nanoTime());
            int status = answer.statusCode();
            if (status == 200) {
                return answer.body();
            }
            if (status < 300 || status > 399 || status == 304) {
                throw new Refusal(shown(address) + " answers " + status);
            }
            address = redirect(address, answer.headers().firstValue("Location").orElse(""));
        }
        throw new Refusal(shown(from) + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private static <T> HttpResponse<T> send(
            HttpClient client, URI address, long limit, Supplier<BodySubscriber<T>> into, long nanos)
            throws Refusal, InterruptedException {
        var request = HttpRequest.newBuilder(address).GET().build();
        var coming = client.sendAsync(request, head -> {
            if (head.statusCode() != 200) {
                return BodySubscribers.replacing(null);
            }
            boolean tooLong = head.headers().firstValueAsLong("Content-Length").orElse(0) > limit;
            return new Limited<>(into.get(), tooLong ? -1 : limit);
        });
        try {
            return coming.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Refusal(shown(address) + " takes too long");
        } catch (ExecutionException e) {
            throw refused(address, limit, e.getCause());
        } finally {
            coming.cancel(true);
        }
    }

    private static Refusal refused(URI address, long limit, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof Limited.TooLongException) {
                return new Refusal(shown(address) + " is larger than "
                        + (limit < 1 << 20 ? (limit >> 10) + " kB" : (limit >> 20) + " MB"));
            }
            if (each instanceof SSLException) {
                return new Refusal(shown(address) + " has a certificate that nobody trusted here has signed: "
                        + Text.clean(String.valueOf(each.getMessage()), 160));
            }
        }
        return new Refusal(shown(address) + " cannot be fetched: "
                + Text.clean(
                        cause instanceof IOException && cause.getMessage() != null
                                ? cause.getMessage()
                                : cause.toString(),
                        160));
    }

    private static URI redirect(URI from, String to) throws Refusal {
        URI target;
        try {
            target = from.resolve(URI.create(to));
        } catch (IllegalArgumentException e) {
            throw new Refusal(shown(from) + " redirects to what is no address");
        }
        if (!"https".equalsIgnoreCase(target.getScheme()) || target.getHost() == null) {
            throw new Refusal(shown(from) + " redirects to an address that is not https: " + shown(target));
        }
        return target;
    }

    private static String shown(URI address) {
        return Text.clean(address.toString(), 120);
    }
}
