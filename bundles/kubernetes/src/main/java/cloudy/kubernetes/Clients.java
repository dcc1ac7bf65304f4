// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes clients of the library, which take nothing from this host: no kubeconfig of its own, no variable, no proxy. */
final class Clients {

    private static final int CONNECT_MS = 3_000;
    private static final int REQUEST_MS = 8_000;
    private static final int RECONNECT_MS = 500;
    private static final int KEPT_S = 30;
    private static final int MOST_THREADS = 16;

    private Clients() {}

    static KubernetesClient open(Access access, String namespace, ExecutorService threads) {
        return open(access, namespace, threads, new Limits());
    }

    static KubernetesClient open(Access access, String namespace, ExecutorService threads, Limits limits) {
        Config config = new ConfigBuilder(Config.empty())
                .withAutoConfigure(false)
                .withMasterUrl(access.server().toString())
                .withNamespace(namespace)
                .withOauthTokenProvider(() -> {
                    String token = access.token().get();
                    return token.isEmpty() ? null : token;
                })
                .withTrustCerts(false)
                .withConnectionTimeout(CONNECT_MS)
                .withRequestTimeout(REQUEST_MS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(RECONNECT_MS)
                // On the connection of everything else, so that one which leads nowhere any more is found out.
                .withOnlyHttpWatches(true)
                .build();
        if (!access.authority().isEmpty()) {
            config.setCaCertData(access.authority());
        }
        if (!access.certificate().isEmpty()) {
            config.setClientCertData(access.certificate());
            config.setClientKeyData(access.key());
        }
        return inOurLoader(() -> new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new Direct())
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("limits", limits))
                .withKubernetesSerialization(serialization())
                .withTaskExecutorSupplier(new Lent(threads))
                .build());
    }

    /** Reads null as nothing: an EndpointSlice without endpoints has {@code "endpoints": null}. */
    private static KubernetesSerialization serialization() {
        var mapper = new ObjectMapper();
        var lenient = JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.SKIP);
        mapper.configOverride(List.class).setSetterInfo(lenient);
        mapper.configOverride(Map.class).setSetterInfo(lenient);
        return new KubernetesSerialization(mapper, true);
    }

    /** Threads for all clusters together, that are there only while something happens. */
    static ExecutorService threads() {
        var threads = new ThreadPoolExecutor(
                0,
                MOST_THREADS,
                KEPT_S,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Clients::thread,
                (task, pool) -> task.run());
        return threads;
    }

    static Thread thread(Runnable task) {
        var thread = new Thread(task, "cloudy-kubernetes-client");
        thread.setDaemon(true);
        // The library looks for its own parts by this one.
        thread.setContextClassLoader(Clients.class.getClassLoader());
        return thread;
    }

    /** A piece of work during which the library finds its parts. */
    static <T> T inOurLoader(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Clients.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Neither a proxy nor a redirect leads to another host. */
    private static final class Direct extends JdkHttpClientFactory {

        @Override
        protected void additionalConfig(HttpClient.Builder builder) {
            builder.proxy(HttpClient.Builder.NO_PROXY).followRedirects(HttpClient.Redirect.NEVER);
        }
    }

    /** The clients share the threads; one that is closed leaves them. */
    private record Lent(ExecutorService threads) implements KubernetesClientBuilder.ExecutorSupplier {

        @Override
        public Executor get() {
            return threads;
        }

        @Override
        public void onClose(Executor executor) {
            // They belong to all.
        }
    }
}
