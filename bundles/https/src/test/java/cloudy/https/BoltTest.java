// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.rest.SecurePort;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoltTest {

    private final AtomicInteger served = new AtomicInteger();
    private final List<String> answered = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final FilterChain servlet = (request, response) -> served.incrementAndGet();

    @Test
    void whatTheGateHasSeenGoesOn() throws Exception {
        new Bolt().doFilter(request(Map.of(SecurePort.PASSED, true)), response(), servlet);

        assertThat(served).hasValue(1);
        assertThat(answered).isEmpty();
    }

    @Test
    void nothingElseReachesAServlet() throws Exception {
        new Bolt().doFilter(request(Map.of()), response(), servlet);

        assertThat(served).hasValue(0);
        assertThat(answered)
                .contains("setStatus 503", "setHeader Retry-After 5", "setContentType application/problem+json");
        assertThat(body.toString(UTF_8)).contains("\"status\":503");
    }

    private static HttpServletRequest request(Map<String, Object> attributes) {
        return proxy(HttpServletRequest.class, (self, method, values) -> attributes.get((String) values[0]));
    }

    private HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (self, method, values) -> {
            if (method.getName().equals("getOutputStream")) {
                return new Out();
            }
            StringBuilder call = new StringBuilder(method.getName());
            for (Object value : values) {
                call.append(' ').append(value);
            }
            answered.add(call.toString());
            return null;
        });
    }

    private final class Out extends ServletOutputStream {

        @Override
        public void write(int one) {
            body.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
