// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What is answered to a request that the server itself refuses, before anybody else sees it: the same kind of document as
 * everywhere, and nothing of what was sent.
 */
final class Refusals extends ErrorHandler {

    private static final String DOCUMENT =
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"The node does not take this request.\"}";

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "application/problem+json")
                .put("X-Content-Type-Options", "nosniff")
                .put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        byte[] document = DOCUMENT.formatted(HttpStatus.getMessage(code), code).getBytes(StandardCharsets.US_ASCII);
        response.write(true, ByteBuffer.wrap(document), callback);
    }
}
