// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Bounds what a cluster answers, which the library takes as long and as slowly as it comes. */
final class Limits implements Interceptor {

    /** Of one answer; a page of things that a home cluster has is a tenth of it. */
    static final int MOST_BYTES = 4 << 20;

    /** Kubernetes keeps nothing of more than 1.5 MB. */
    static final int MOST_EVENT = 2 << 20;

    /** Of one list. */
    static final int MOST_PAGES = 50;

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int ASCII = 0x80;

    private final Map<String, Integer> pages = new ConcurrentHashMap<>();
    private final Duration longest;

    Limits() {
        this(LONGEST);
    }

    /** @param longest that an answer may take from its head to its end */
    Limits(Duration longest) {
        this.longest = longest;
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        return isWatch(request) ? new Events(consumer) : new Bytes(consumer, page(request) > MOST_PAGES);
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        // The library waits for the head of an answer for a while, and for its end for ever.
        if (!isWatch(request) && response.body() instanceof AsyncBody body) {
            var unused = body.done()
                    .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((nothing, failure) -> {
                        if (failure != null) {
                            body.cancel();
                        }
                    });
        }
    }

    /** The how many-th page of a list it is. */
    private int page(HttpRequest request) {
        String list = request.uri().getPath();
        if (hasParameter(request, "continue=")) {
            return pages.merge(list, 1, Integer::sum);
        }
        pages.remove(list);
        return 0;
    }

    private static boolean isWatch(HttpRequest request) {
        return hasParameter(request, "watch=true");
    }

    private static boolean hasParameter(HttpRequest request, String parameter) {
        String query = request.uri().getQuery();
        return query != null && ('&' + query).contains('&' + parameter);
    }

    /** Counts an answer. */
    private static final class Bytes implements AsyncBody.Consumer<List<ByteBuffer>> {

        private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
        private final boolean endless;
        private long count;

        private Bytes(AsyncBody.Consumer<List<ByteBuffer>> consumer, boolean endless) {
            this.consumer = consumer;
            this.endless = endless;
        }

        @Override
        public void consume(List<ByteBuffer> buffers, AsyncBody body) throws Exception {
            for (ByteBuffer buffer : buffers) {
                count += buffer.remaining();
            }
            if (endless) {
                throw new IOException("a list has more than " + MOST_PAGES + " pages");
            }
            if (count > MOST_BYTES) {
                throw new IOException("an answer is longer than " + (MOST_BYTES >> 20) + " MB");
            }
            consumer.consume(buffers, body);
        }
    }

    /**
     * Hands the events of a watch on line by line, in ASCII: the library makes characters of every buffer for itself, and
     * takes zeros for those of an event where a character has more bytes than one.
     */
    private static final class Events implements AsyncBody.Consumer<List<ByteBuffer>> {

        private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
        private ByteArrayOutputStream line = new ByteArrayOutputStream();

        private Events(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void consume(List<ByteBuffer> buffers, AsyncBody body) throws Exception {
            List<ByteBuffer> whole = new ArrayList<>();
            for (ByteBuffer buffer : buffers) {
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    line.write(next);
                    if (next == '\n') {
                        whole.add(ascii(line.toString(StandardCharsets.UTF_8)));
                        line = new ByteArrayOutputStream();
                    } else if (line.size() > MOST_EVENT) {
                        throw new IOException("an event is longer than " + (MOST_EVENT >> 20) + " MB");
                    }
                }
            }
            if (whole.isEmpty()) {
                body.consume();
            } else {
                consumer.consume(whole, body);
            }
        }

        /** JSON has other characters in strings only, where they may be escaped. */
        private static ByteBuffer ascii(String json) {
            var out = new StringBuilder(json.length());
            for (int i = 0; i < json.length(); i++) {
                char c = json.charAt(i);
                if (c < ASCII) {
                    out.append(c);
                } else {
                    out.append(String.format("\\u%04x", (int) c));
                }
            }
            return ByteBuffer.wrap(out.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }
}
