// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.Text;
import cloudy.api.form.Texts;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * A web site as guifi.net has it. Calls block, and end in the time that they are given, whatever the other side does.
 * Safe for use by many threads.
 *
 * <p>An answer is at most as long as the caller says, unpacked; a redirection is followed within the site only.
 */
final class Site {

    private static final Duration CONNECTS_IN = Duration.ofSeconds(10);
    private static final int MAX_REDIRECTIONS = 3;
    private static final int CHUNK = 16 * 1024;
    private static final Executor THREADS = threads();

    private final URI base;
    private final SSLContext trust;

    /** @param trust decides which certificates are good */
    Site(URI base, SSLContext trust) {
        this.base = base;
        this.trust = trust;
    }

    /** What to ask for, and how much may come how late. */
    record Question(String path, Optional<String> authorization, int maxBytes, Duration time) {

        Question(String path, int maxBytes, Duration time) {
            this(path, Optional.empty(), maxBytes, time);
        }
    }

    /** guifi.net answered, but not with what was asked for. */
    static final class Refusal extends Trouble {

        private static final long serialVersionUID = 1L;

        private Refusal(int status) {
            super(Texts.of("guifi.net ha respost %s", "guifi.net ha respondido %s", "guifi.net answered %s")
                    .with(status));
        }
    }

    URI base() {
        return base;
    }

    /** A connection, or a few, for questions that come one after the other. */
    Visit visit() {
        // For each visit anew, and left to the collector afterwards: one that is kept wakes up every three seconds.
        return new Visit(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECTS_IN)
                .sslContext(trust)
                .executor(THREADS)
                .build());
    }

    final class Visit {

        private final HttpClient http;

        private Visit(HttpClient http) {
            this.http = http;
        }

        byte[] bytes(Question question) throws IOException {
            var bytes = new ByteArrayOutputStream();
            copy(question, bytes);
            return bytes.toByteArray();
        }

        /** Copies what comes; what has been written when it fails is of no use. */
        void copy(Question question, OutputStream to) throws IOException {
            long deadline = System.nanoTime() + question.time().toNanos();
            URI target = URI.create(base + question.path());
            for (int hop = 0; hop <= MAX_REDIRECTIONS; hop++) {
                HttpResponse<InputStream> answer = send(question, target, deadline);
                Optional<URI> next;
                try (var body = new Bounded(answer.body(), question.maxBytes(), deadline)) {
                    next = redirection(answer, target);
                    if (next.isEmpty()) {
                        requireOk(answer);
                        write(answer, body, to);
                        return;
                    }
                }
                target = next.get();
            }
            throw new Trouble(Texts.of(
                    "guifi.net envia d'una pàgina a l'altra sense fi",
                    "guifi.net envía de una página a otra sin fin",
                    "guifi.net sends from one page to the other without end"));
        }

        private HttpResponse<InputStream> send(Question question, URI target, long deadline) throws IOException {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw late(null);
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(target)
                    .timeout(Duration.ofNanos(left))
                    .header("Accept-Encoding", "gzip")
                    .header("User-Agent", "Cloudy");
            question.authorization().ifPresent(said -> request.header("Authorization", said));
            try {
                return http.send(request.build(), BodyHandlers.ofInputStream());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Trouble(Texts.of("s'ha interromput", "se ha interrumpido", "it was interrupted"), e);
            } catch (HttpConnectTimeoutException e) {
                throw unreachable(e);
            } catch (HttpTimeoutException e) {
                throw late(e);
            } catch (SSLException e) {
                throw new Trouble(
                        Texts.of(
                                        "el certificat de %s no és bo: %s",
                                        "el certificado de %s no es bueno: %s", "the certificate of %s is not good: %s")
                                .with(base.getHost(), e.getMessage()),
                        e);
            } catch (ConnectException | UnresolvedAddressException e) {
                throw unreachable(e);
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    private Optional<URI> redirection(HttpResponse<?> answer, URI from) throws Trouble {
        int status = answer.statusCode();
        if (status / 100 != 3) {
            return Optional.empty();
        }
        String said = answer.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(said);
            if (!said.isEmpty() && origin(to).equals(origin(base))) {
                return Optional.of(to);
            }
        } catch (IllegalArgumentException none) {
            // Said below.
        }
        // Without its query, which mostly is that of the question: a sign-in has the password there.
        String shown = Text.clean(said.split("[?#]", 2)[0], 120);
        throw new Trouble(
                Texts.of("%s envia a un altre lloc: %s", "%s envía a otro sitio: %s", "%s sends elsewhere: %s")
                        .with(base.getHost(), shown));
    }

    private static String origin(URI uri) {
        int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ':' + (uri.getPort() < 0 ? usual : uri.getPort()))
                .toLowerCase(Locale.ROOT);
    }

    private static void requireOk(HttpResponse<?> answer) throws Trouble {
        if (answer.statusCode() != 200) {
            throw new Refusal(answer.statusCode());
        }
    }

    private void write(HttpResponse<?> answer, Bounded body, OutputStream to) throws IOException {
        boolean packed = answer.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        var chunk = new byte[CHUNK];
        long written = 0;
        InputStream in = packed ? unpacked(body) : body;
        for (int got = read(in, body, chunk); got > 0; got = read(in, body, chunk)) {
            written += got;
            if (written > body.max) {
                throw tooLong(body.max);
            }
            to.write(chunk, 0, got);
        }
    }

    private static InputStream unpacked(Bounded body) throws IOException {
        try {
            return new GZIPInputStream(body, CHUNK);
        } catch (IOException e) {
            throw body.isLate() ? late(e) : broken(e);
        }
    }

    private static int read(InputStream in, Bounded body, byte[] chunk) throws IOException {
        try {
            return in.read(chunk);
        } catch (Trouble e) {
            throw e;
        } catch (IOException e) {
            throw body.isLate() ? late(e) : broken(e);
        }
    }

    private static Trouble tooLong(int max) {
        return Trouble.wrong(Texts.of("fan més de %s bytes", "ocupan más de %s bytes", "they are longer than %s bytes")
                .with(max));
    }

    private static Trouble late(Exception e) {
        return new Trouble(
                Texts.of(
                        "guifi.net no respon a temps",
                        "guifi.net no responde a tiempo",
                        "guifi.net does not answer in time"),
                e);
    }

    private static Trouble broken(Exception e) {
        return new Trouble(
                Texts.of(
                        "la connexió amb guifi.net s'ha tallat",
                        "la conexión con guifi.net se ha cortado",
                        "the connection to guifi.net broke off"),
                e);
    }

    private Trouble unreachable(Exception e) {
        return new Trouble(
                Texts.of("no es pot arribar a %s", "no se puede llegar a %s", "%s cannot be reached")
                        .with(base.getAuthority()),
                e);
    }

    /** What comes over the line, cut when it is too much or too late. */
    private static final class Bounded extends FilterInputStream {

        private final int max;
        private final long deadline;
        private final CompletableFuture<Void> cut;
        private long got;

        private Bounded(InputStream in, int max, long deadline) {
            super(in);
            this.max = max;
            this.deadline = deadline;
            // Who reads waits for bytes without end; closing is what wakes him.
            cut = CompletableFuture.runAsync(
                    this::cut,
                    CompletableFuture.delayedExecutor(
                            Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS, THREADS));
        }

        private void cut() {
            try {
                in.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }

        private boolean isLate() {
            return System.nanoTime() - deadline >= 0;
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            count(c < 0 ? 0 : 1);
            return c;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = super.read(to, from, length);
            count(read);
            return read;
        }

        private void count(int bytes) throws Trouble {
            got += Math.max(0, bytes);
            if (got > max) {
                throw tooLong(max);
            }
            if (isLate()) {
                throw late(null);
            }
        }

        @Override
        public void close() throws IOException {
            cut.cancel(false);
            super.close();
        }
    }

    private static Executor threads() {
        var pool = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), run -> {
            var thread = new Thread(run, "cloudy-guifi-http");
            thread.setDaemon(true);
            return thread;
        });
        return pool;
    }
}
