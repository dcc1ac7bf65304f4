// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final Loop loop = new Loop("cloudy-mdns-test", new Sockets());

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        loop.join(5_000);
    }

    @Test
    void doesEverythingOnOneDaemonThread() throws Exception {
        var threads = new CopyOnWriteArrayList<Thread>();
        var done = new CountDownLatch(2);
        loop.execute(() -> {
            threads.add(Thread.currentThread());
            loop.after(5, () -> {
                threads.add(Thread.currentThread());
                done.countDown();
            });
            done.countDown();
        });

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.get(0)).isSameAs(threads.get(1));
        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(threads.get(0).getName()).isEqualTo("cloudy-mdns-test");
    }

    @Test
    void keepsTheOrderOfTime() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        var done = new CountDownLatch(1);
        loop.execute(() -> {
            loop.after(60, () -> {
                order.add(3);
                done.countDown();
            });
            loop.after(20, () -> order.add(1));
            loop.after(20, () -> order.add(2));
            loop.after(30, () -> order.add(99)).cancel();
        });

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly(1, 2, 3);
    }

    @Test
    void goesOnAfterAFault() throws Exception {
        loop.execute(() -> {
            throw new IllegalStateException("a fault");
        });
        var done = new CompletableFuture<Boolean>();
        loop.execute(() -> done.complete(true));

        assertThat(done.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hearsASocket() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            var size = new CompletableFuture<Integer>();
            loop.execute(() -> register(channel, size));

            try (DatagramChannel sender = DatagramChannel.open()) {
                sender.send(ByteBuffer.wrap(new byte[7]), channel.getLocalAddress());
            }

            assertThat(size.get(5, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    void endsWhenItIsToldTo() throws Exception {
        loop.stop();
        loop.join(5_000);
        loop.execute(() -> {
            throw new AssertionError("it has ended");
        });

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("cloudy-mdns-test");
    }

    private void register(DatagramChannel channel, CompletableFuture<Integer> size) {
        try {
            loop.register(channel, () -> {
                ByteBuffer buffer = ByteBuffer.allocate(100);
                try {
                    channel.receive(buffer);
                    size.complete(buffer.position());
                } catch (IOException e) {
                    size.completeExceptionally(e);
                }
            });
        } catch (IOException e) {
            size.completeExceptionally(e);
        }
    }
}
