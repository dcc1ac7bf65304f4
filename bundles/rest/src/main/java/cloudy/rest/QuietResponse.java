// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.rest.Problem;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Optional;

/** Where a bundle's own servlet answers to: its errors become problem documents, without what they say of the inside. */
final class QuietResponse extends HttpServletResponseWrapper {

    private final HttpServletResponse response;

    QuietResponse(HttpServletResponse response) {
        super(response);
        this.response = response;
    }

    @Override
    public void sendError(int status) throws IOException {
        if (response.isCommitted()) {
            throw new IllegalStateException("the answer has begun");
        }
        response.reset();
        Reply.begin(response);
        Reply.problem(response, Problem.of(status, "The service behind this address answered so."), Optional.empty());
        response.flushBuffer();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        sendError(status);
    }
}
