// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** A caller who takes all that is sent, and the server's side of it. */
final class FakeContext extends ServletOutputStream {

    final AsyncContext context;
    int completed;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    FakeContext() {
        context = (AsyncContext) Proxy.newProxyInstance(
                AsyncContext.class.getClassLoader(), new Class<?>[] {AsyncContext.class}, (proxy, method, values) -> {
                    completed += method.getName().equals("complete") ? 1 : 0;
                    if (method.getName().equals("start")) {
                        ((Runnable) values[0]).run();
                    }
                    return null;
                });
    }

    String sent() {
        return sent.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void write(int one) {
        sent.write(one);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        try {
            listener.onWritePossible();
        } catch (IOException e) {
            listener.onError(e);
        }
    }
}
