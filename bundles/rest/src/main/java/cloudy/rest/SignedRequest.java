// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A request as a bundle's own servlet gets it: it says who asks, and its body has an end. */
final class SignedRequest extends HttpServletRequestWrapper {

    private record Name(String getName) implements Principal {}

    private final Optional<Caller> caller;
    private ServletInputStream input;
    private BufferedReader reader;

    SignedRequest(HttpServletRequest request, Optional<Caller> caller) {
        super(request);
        this.caller = caller;
        caller.ifPresent(known -> request.setAttribute(Caller.class.getName(), known));
    }

    @Override
    public String getRemoteUser() {
        return caller.map(Caller::name).orElse(null);
    }

    @Override
    public Principal getUserPrincipal() {
        return caller.map(known -> new Name(known.name())).orElse(null);
    }

    @Override
    public String getAuthType() {
        return caller.map(known -> known.proof().name()).orElse(null);
    }

    @Override
    public boolean isUserInRole(String role) {
        return Arrays.stream(Role.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(role))
                .anyMatch(each -> caller.isPresent() && caller.get().role().includes(each));
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (input == null) {
            input = new Limited(super.getInputStream());
        }
        return input;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String charset = getCharacterEncoding();
            reader = new BufferedReader(
                    new InputStreamReader(getInputStream(), charset == null ? StandardCharsets.UTF_8.name() : charset));
        }
        return reader;
    }

    private static final class Limited extends ServletInputStream {

        private final ServletInputStream in;
        private int left = Exchange.MAX_BODY;

        private Limited(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            return count(read, read < 0 ? 0 : 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            return count(read, Math.max(read, 0));
        }

        private int count(int read, int more) throws IOException {
            left -= more;
            if (left < 0) {
                throw new IOException("the body is larger than 1 MiB");
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
