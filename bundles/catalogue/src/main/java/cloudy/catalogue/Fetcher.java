// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.Text;
import cloudy.api.form.Texts;
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
                throw new Refusal(Texts.of("%s respon %s", "%s responde %s", "%s answers %s")
                        .with(shown(address), status));
            }
            address = redirect(address, answer.headers().firstValue("Location").orElse(""));
        }
        throw new Refusal(Texts.of(
                        "%s redirigeix més de %s vegades",
                        "%s redirige más de %s veces", "%s redirects more than %s times")
                .with(shown(from), MAX_REDIRECTS));
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
            throw new Refusal(Texts.of("%s triga massa", "%s tarda demasiado", "%s takes too long")
                    .with(shown(address)));
        } catch (ExecutionException e) {
            throw refused(address, limit, e.getCause());
        } finally {
            coming.cancel(true);
        }
    }

    private static Refusal refused(URI address, long limit, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof Limited.TooLongException) {
                String most = limit < 1 << 20 ? (limit >> 10) + " kB" : (limit >> 20) + " MB";
                return new Refusal(Texts.of("%s fa més de %s", "%s ocupa más de %s", "%s is larger than %s")
                        .with(shown(address), most));
            }
            if (each instanceof SSLException) {
                return new Refusal(Texts.of(
                                "%s té un certificat que no ha signat ningú de confiança aquí: %s",
                                "%s tiene un certificado que no ha firmado nadie de confianza aquí: %s",
                                "%s has a certificate that nobody trusted here has signed: %s")
                        .with(shown(address), Text.clean(String.valueOf(each.getMessage()), 160)));
            }
        }
        return new Refusal(
                Texts.of("%s no es pot baixar: %s", "%s no se puede descargar: %s", "%s cannot be fetched: %s")
                        .with(
                                shown(address),
                                Text.clean(
                                        cause instanceof IOException && cause.getMessage() != null
                                                ? cause.getMessage()
                                                : cause.toString(),
                                        160)));
    }

    private static URI redirect(URI from, String to) throws Refusal {
        URI target;
        try {
            target = from.resolve(URI.create(to));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Texts.of(
                            "%s redirigeix a una cosa que no és cap adreça",
                            "%s redirige a algo que no es ninguna dirección", "%s redirects to what is no address")
                    .with(shown(from)));
        }
        if (!"https".equalsIgnoreCase(target.getScheme()) || target.getHost() == null) {
            throw new Refusal(Texts.of(
                            "%s redirigeix a una adreça que no és https: %s",
                            "%s redirige a una dirección que no es https: %s",
                            "%s redirects to an address that is not https: %s")
                    .with(shown(from), shown(target)));
        }
        return target;
    }

    private static String shown(URI address) {
        return Text.clean(address.toString(), 120);
    }
}
