// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What a request is answered with. Immutable.
 *
 * @param headers beside those that the node sets by itself; several values of one name are several headers
 */
public record Answer(int status, Map<String, List<String>> headers, Content content) {

    private static final int MAX_TAG = 80;

    /** What the answer holds. */
    public sealed interface Content {}

    /** Nothing. */
    public record Nothing() implements Content {}

    /**
     * A JSON document, asked for only if it is sent.
     *
     * <p>Written from {@link Map}, {@link Iterable}, {@link String}, {@link Number}, {@link Boolean}, null, and: a record
     * is an object of its components in their order; an {@link Optional} component that is empty is left out; an
     * {@link java.time.Instant} is ISO 8601 in UTC; an {@link Enum} its name in lower case with hyphens; an {@link
     * java.net.InetAddress} its numbers; a {@link java.util.Locale} its language tag. A {@link java.time.Duration} is
     * refused: name the unit in the field ({@code distanceMs}) and give a number.
     */
    public record Json(Supplier<?> value) implements Content {}

    /** Bytes of some media type. */
    public static final class Bytes implements Content {

        private final String type;
        private final byte[] bytes;

        /** Not copied: who gives them must not change them any more. */
        public Bytes(String type, byte[] bytes) {
            this.type = requireNonNull(type);
            this.bytes = requireNonNull(bytes);
        }

        /** The media type. */
        public String type() {
            return type;
        }

        /** The bytes themselves, only to be read. */
        public byte[] bytes() {
            return bytes;
        }
    }

    /** Text that comes in pieces while the caller listens. */
    public record Stream(String type, Source source) implements Content {}

    /** An answer that is not known yet. It must come, or fail, within two minutes; 503 is answered otherwise. */
    public record Later(CompletionStage<Answer> answer) implements Content {}

    /** Begins to send pieces of text. */
    @FunctionalInterface
    public interface Source {

        /**
         * Begins; must not block.
         *
         * @return closed once when the caller has gone or cannot keep up, and after {@link Sink#end}
         */
        AutoCloseable open(Sink sink) throws Exception;
    }

    /** Takes pieces of text for one caller. Safe for use by many threads; no call blocks. */
    public interface Sink {

        /** Sends a piece as it is; returns false when the caller has gone, or lags 256 kB behind and is dropped. */
        boolean send(String piece);

        /** Says that there is no more. */
        void end();
    }

    public Answer {
        var copy = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Map.copyOf(copy);
        requireNonNull(content);
    }

    /** 200 with a JSON document. */
    public static Answer ok(Object value) {
        return new Answer(200, Map.of(), new Json(() -> value));
    }

    /**
     * 200 with a JSON document that has a version: a caller who has that one already is answered 304, and the document
     * is not made.
     *
     * @param version what changes whenever the document does: a revision number, or a hash
     */
    public static Answer versioned(Object version, Supplier<?> value) {
        return new Answer(200, Map.of(), new Json(value)).version(version);
    }

    /** 201 with where it is now. */
    public static Answer created(String location, Object value) {
        return new Answer(201, Map.of("Location", List.of(location)), new Json(() -> value));
    }

    /** 202: a job has begun. */
    public static Answer accepted(String jobId) {
        String location = "/api/v1/jobs/" + jobId;
        return new Answer(
                202, Map.of("Location", List.of(location)), new Json(() -> Map.of("job", jobId, "location", location)));
    }

    /** 204. */
    public static Answer done() {
        return new Answer(204, Map.of(), new Nothing());
    }

    /** 200 with bytes, of a media type such as {@code text/plain; charset=utf-8}. */
    public static Answer bytes(String type, byte[] bytes) {
        return new Answer(200, Map.of(), new Bytes(type, bytes));
    }

    /** 200 with pieces of text that come while the caller listens. */
    public static Answer stream(String type, Source source) {
        return new Answer(200, Map.of(), new Stream(type, source));
    }

    /** An answer that is not known yet. */
    public static Answer later(CompletionStage<Answer> answer) {
        return new Answer(200, Map.of(), new Later(answer));
    }

    /** This answer with a version, see {@link #versioned}. */
    public Answer version(Object version) {
        String tag = version.toString().replaceAll("[^A-Za-z0-9._~:-]", "_");
        return with("ETag", '"' + tag.substring(0, Math.min(tag.length(), MAX_TAG)) + '"');
    }

    /** This answer with one more header. */
    public Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        var values = new ArrayList<>(more.getOrDefault(name, List.of()));
        values.add(value);
        more.put(name, values);
        return new Answer(status, more, content);
    }
}
