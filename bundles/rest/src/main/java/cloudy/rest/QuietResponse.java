// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Optional;

/** Where a bundle's own servlet answers to: its errors become problem documents, without what they say of the inside. */
final class QuietResponse extends HttpServletResponseWrapper {

    private final Visit visit;
    private final HttpServletResponse response;

    QuietResponse(Visit visit) {
        super(visit.response());
        this.visit = visit;
        response = visit.response();
    }

    @Override
    public void sendError(int status) throws IOException {
        if (response.isCommitted()) {
            throw new IllegalStateException("the answer has begun");
        }
        response.reset();
        Reply.begin(response);
        Reply.problem(
                visit,
                Problem.of(
                        status,
                        Texts.of(
                                "El servei d'aquesta adreça ha respost això.",
                                "El servicio de esta dirección ha respondido eso.",
                                "The service behind this address answered so.")),
                Optional.empty());
        response.flushBuffer();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        sendError(status);
    }
}
