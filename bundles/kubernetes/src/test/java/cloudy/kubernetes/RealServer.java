// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** A real kube-apiserver on a real etcd, as they are on the PATH; it knows two tokens. */
final class RealServer implements AutoCloseable {

    static final String ADMINISTRATOR = "administrator";

    /** That of the account which {@code roles.yaml} makes. */
    static final String CLOUDY = "cloudy";

    /** From the next version on EndpointSlice is as we use it; before, it can be had as a resource of one's own. */
    private static final String TOO_OLD = "Kubernetes v1\\.(1?\\d|20)\\..*";

    private final Path folder;
    private final ExecutorService threads;
    private final List<Process> programs = new ArrayList<>();
    private String address = "";

    private RealServer(Path folder, ExecutorService threads) {
        this.folder = folder;
        this.threads = threads;
    }

    /** Starts both, and waits until they are ready; empty where they are not both there. */
    static Optional<RealServer> start(Path folder, ExecutorService threads) throws Exception {
        Optional<Path> etcd = onPath("etcd");
        Optional<Path> apiServer = onPath("kube-apiserver");
        if (etcd.isEmpty() || apiServer.isEmpty()) {
            return Optional.empty();
        }
        String version = said(apiServer.get(), "--version");
        System.out.println("kubernetes: with the real " + version + " and " + said(etcd.get(), "--version"));
        var server = new RealServer(folder, threads);
        try {
            server.run(etcd.get(), apiServer.get(), version.matches(TOO_OLD));
            return Optional.of(server);
        } catch (Exception | AssertionError e) {
            server.close();
            throw e;
        }
    }

    String address() {
        return address;
    }

    KubernetesClient client(String token) throws IOException {
        return Clients.open(new Access(URI.create(address), authority(), () -> token, "", ""), "cloudy", threads);
    }

    /** A kubeconfig by which {@code kubectl} and we reach it. */
    Path kubeconfig(String name, String token) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                "apiVersion: v1\nkind: Config\ncurrent-context: a\n"
                        + "contexts: [{name: a, context: {cluster: c, user: u}}]\n"
                        + "clusters: [{name: c, cluster: {server: '" + address + "', certificate-authority-data: "
                        + authority() + "}}]\nusers: [{name: u, user: {token: " + token + "}}]\n");
    }

    @Override
    public void close() {
        Collections.reverse(programs);
        for (Process program : programs) {
            program.destroy();
            program.onExit().completeOnTimeout(program, 5, TimeUnit.SECONDS).join();
            program.destroyForcibly().onExit().join();
        }
    }

    private void run(Path etcd, Path apiServer, boolean old) throws Exception {
        String store = "http://127.0.0.1:" + Door.silent();
        String peers = "http://127.0.0.1:" + Door.silent();
        begin(
                etcd,
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + store,
                "--advertise-client-urls=" + store,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers);
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Path own = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        Path open = pem("PUBLIC KEY", keys.getPublic().getEncoded());
        Path tokens = Files.writeString(
                folder.resolve("tokens.csv"),
                ADMINISTRATOR + ",admin,1,system:masters\n" + CLOUDY + ",system:serviceaccount:cloudy:cloudy,2\n");
        int port = Door.silent();
        begin(
                apiServer,
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certificates"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://cloudy.test",
                "--service-account-key-file=" + open,
                "--service-account-signing-key-file=" + own,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--disable-admission-plugins=ServiceAccount",
                old ? "--runtime-config=discovery.k8s.io/v1beta1=false" : "--v=0");
        address = "https://127.0.0.1:" + port;
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(250))
                .until(this::isReady);
        if (old) {
            try (KubernetesClient admin = client(ADMINISTRATOR)) {
                admin.load(getClass().getResourceAsStream("/endpointslices.yaml"))
                        .items()
                        .forEach(each -> admin.resource(each).create());
                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() -> admin.discovery()
                                        .v1()
                                        .endpointSlices()
                                        .inAnyNamespace()
                                        .list()
                                != null);
            }
        }
    }

    private boolean isReady() throws IOException {
        assertThat(programs).as("what is printed is in " + folder).allMatch(Process::isAlive);
        if (!Files.exists(certificate())) {
            return false;
        }
        try (KubernetesClient admin = client(ADMINISTRATOR)) {
            return "ok".equals(admin.raw("/readyz"));
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private Path certificate() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }

    private String authority() throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(certificate()));
    }

    private void begin(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        programs.add(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program.getFileName() + ".log").toFile())
                .start());
    }

    private static String said(Path program, String argument) throws IOException {
        Process process = new ProcessBuilder(program.toString(), argument)
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), UTF_8).lines().findFirst().orElse(program.toString());
        }
    }

    private Path pem(String what, byte[] encoded) throws IOException {
        return Files.writeString(
                folder.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                        + what + "-----\n");
    }

    static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .map(each -> Path.of(each, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
