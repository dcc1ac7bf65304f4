// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Refuses a request over plain HTTP that says of itself it is secure. Jetty takes the scheme from a request line such as
 * {@code GET https://node/ HTTP/1.1}, and what asks whether a request is secure would believe it.
 */
final class NeverSecure implements HttpConfiguration.Customizer {

    @Override
    public Request customize(Request request, HttpFields.Mutable answerHeaders) {
        if (!HttpScheme.HTTP.is(request.getHttpURI().getScheme())) {
            throw new BadMessageException("this is plain HTTP");
        }
        return request;
    }
}
