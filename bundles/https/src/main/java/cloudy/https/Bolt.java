// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.rest.SecurePort;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Stands right behind the gate and lets through what that one has seen, and nothing else. A gate that stops is gone from
 * the web server some moments before the doors are shut, and whoever is connected already could go on asking.
 */
final class Bolt implements Preprocessor {

    private static final String DOCUMENT = "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
            + "\"detail\":\"The node is starting or stopping; try again in a moment.\"}";

    /** In place when this returns: the web server hears of it before anybody can come in. */
    static ServiceRegistration<Preprocessor> shoot(BundleContext context) {
        var rank = FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE - 1));
        return context.registerService(Preprocessor.class, new Bolt(), rank);
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(SecurePort.PASSED) != null) {
            chain.doFilter(request, response);
            return;
        }
        var answer = (HttpServletResponse) response;
        answer.setStatus(503);
        answer.setHeader("Retry-After", "5");
        answer.setHeader("Cache-Control", "no-store");
        answer.setContentType("application/problem+json");
        answer.getOutputStream().write(DOCUMENT.getBytes(UTF_8));
    }

    @Override
    public void destroy() {}
}
