// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;

/**
 * Where a bundle's own servlet answers to: its errors become problem documents, without what they say of the inside, and
 * what is large waits for its turn. Used by one thread at a time.
 */
final class QuietResponse extends HttpServletResponseWrapper {

    /** What a character may take in UTF-8, where it is not of ASCII. */
    private static final int LONGEST = 3;

    private final Visit visit;
    private final HttpServletResponse response;
    private final Turn turn;
    private Optional<ServletOutputStream> stream = Optional.empty();
    private Optional<PrintWriter> writer = Optional.empty();

    QuietResponse(Visit visit, Turn turn) {
        super(visit.response());
        this.visit = visit;
        response = visit.response();
        this.turn = turn;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream.isEmpty()) {
            stream = Optional.of(new TurnedStream(super.getOutputStream(), turn));
        }
        return stream.get();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer.isEmpty()) {
            writer = Optional.of(new PrintWriter(new Turned(super.getWriter(), turn)));
        }
        return writer.get();
    }

    private static final class Turned extends Writer {

        private final Writer out;
        private final Turn turn;

        Turned(Writer out, Turn turn) {
            this.out = out;
            this.turn = turn;
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            long bytes = length;
            for (int i = offset; i < offset + length; i++) {
                bytes += text[i] < 128 ? 0 : LONGEST - 1;
            }
            turn.write(bytes);
            out.write(text, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        if (response.isCommitted()) {
            throw new IllegalStateException("the answer has begun");
        }
        response.reset();
        Reply.begin(response);
        // The web server answers for a servlet that fails, and one that is kept from writing fails.
        Problem problem = turn.refusal()
                .orElseGet(() -> Problem.of(
                        status,
                        Texts.of(
                                "El servei d'aquesta adreça ha respost això.",
                                "El servicio de esta dirección ha respondido eso.",
                                "The service behind this address answered so.")));
        Reply.problem(visit, problem, Optional.empty());
        response.flushBuffer();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        sendError(status);
    }
}
