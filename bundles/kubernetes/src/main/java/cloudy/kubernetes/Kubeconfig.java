// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads how a cluster is reached: a kubeconfig, or the account that Kubernetes gives to what runs in it.
 *
 * <p>A kubeconfig may come from anybody who set up a cluster, and the format can run commands and read files; the library
 * would do both. So it is read here, and what it must not hold is refused by name.
 */
record Kubeconfig(Path folder, Path account, Map<String, String> environment) {

    /** The name of the cluster that this node itself runs in. */
    static final String IN_CLUSTER = "in-cluster";

    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_TOKEN = 16 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final String SUFFIX = ".yaml";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final Set<String> NEVER_OF_CLUSTER =
            Set.of("certificate-authority", "insecure-skip-tls-verify", "proxy-url");
    private static final Set<String> NEVER_OF_USER = Set.of(
            "exec", "auth-provider", "client-certificate", "client-key", "tokenFile", "username", "password", "as");

    static Kubeconfig ofThisNode() {
        return new Kubeconfig(
                Path.of(System.getProperty("karaf.etc", "etc"), "kubernetes").toAbsolutePath(),
                Path.of("/var/run/secrets/kubernetes.io/serviceaccount"),
                System.getenv());
    }

    /** Where the kubeconfig of a cluster is. */
    Path file(String cluster) {
        return folder.resolve(cluster + SUFFIX);
    }

    /** How a cluster of the settings is reached. */
    Access access(String cluster) throws IOException {
        if (cluster.equals(IN_CLUSTER)) {
            return inCluster();
        }
        Path file = file(cluster);
        if (!Files.isRegularFile(file)) {
            throw refusal(
                    cluster,
                    Texts.of("no hi ha el fitxer %s", "no está el fichero %s", "there is no file %s")
                            .with("etc/kubernetes/" + file.getFileName()));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(MAX_BYTES + 1));
        }
    }

    private Access inCluster() throws IOException {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        Path token = account.resolve("token");
        if (host.isEmpty() || !Files.isReadable(token)) {
            throw refusal(
                    "clusters",
                    Texts.of(
                            "aquest node no corre dins de cap clúster",
                            "este nodo no corre dentro de ningún clúster",
                            "this node runs in no cluster"));
        }
        URI server = URI.create("https://" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port);
        String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(account.resolve("ca.crt")));
        return new Access(server, authority, () -> read(token), "", "");
    }

    /** Kubernetes replaces the file before the token in it ends. */
    private static String read(Path token) {
        try (InputStream in = Files.newInputStream(token)) {
            return new String(in.readNBytes(MAX_TOKEN), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a kubeconfig says of its current context. */
    static Access parse(byte[] bytes) {
        Facts config = yaml(bytes);
        String context = config.text("current-context");
        Facts chosen = named(config, "contexts", context, "context");
        Facts cluster = named(config, "clusters", chosen.text("cluster"), "cluster");
        Facts user = named(config, "users", chosen.text("user"), "user");
        requireNone("cluster", cluster, NEVER_OF_CLUSTER);
        requireNone("user", user, NEVER_OF_USER);
        String token = line("token", user.text("token"));
        String certificate = base64(user, "client-certificate-data");
        String key = base64(user, "client-key-data");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw refusal(certificate.isEmpty() ? "client-certificate-data" : "client-key-data", Why.isMissing());
        }
        return new Access(
                server(cluster.text("server")),
                base64(cluster, "certificate-authority-data"),
                () -> token,
                certificate,
                ClientKey.readable(key));
    }

    private static Facts yaml(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw refusal("kubeconfig", Texts.of("fa més de 256 kB", "ocupa más de 256 kB", "is longer than 256 kB"));
        }
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            Object document = new Load(settings).loadFromInputStream(new ByteArrayInputStream(bytes));
            requireShallow(document, 0);
            return Facts.of(document);
        } catch (InvalidFieldException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // What the reader says would quote the file, and with it a token.
            throw refusal(
                    "kubeconfig",
                    Texts.of(
                            "no és YAML que s'entengui",
                            "no es YAML que se entienda",
                            "is no YAML that is understood"));
        }
    }

    private static void requireShallow(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw refusal("kubeconfig", Texts.of("té massa nivells", "tiene demasiados niveles", "is nested too deep"));
        }
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(each -> requireShallow(each, depth + 1));
        } else if (value instanceof List<?> list) {
            list.forEach(each -> requireShallow(each, depth + 1));
        }
    }

    private static Facts named(Facts config, String list, String name, String kind) {
        Optional<Facts> found = config.all(list).stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst();
        return found.map(each -> each.in(kind)).orElseThrow(() -> refusal(list, Why.isMissing()));
    }

    private static void requireNone(String where, Facts facts, Set<String> never) {
        for (String name : never) {
            Object value = facts.get(name);
            if (value != null && !Boolean.FALSE.equals(value)) {
                throw refusal(
                        where + '.' + name,
                        Texts.of(
                                "aquí no s'admet: executaria ordres, llegiria fitxers o no comprovaria qui respon; feu"
                                        + " servir token o les dades incrustades (…-data)",
                                "aquí no se admite: ejecutaría órdenes, leería ficheros o no comprobaría quién"
                                        + " responde; use token o los datos incrustados (…-data)",
                                "is not taken here: it would run commands, read files or not check who answers; use"
                                        + " token, or embedded data (…-data)"));
            }
        }
    }

    private static URI server(String text) {
        try {
            URI server = URI.create(text);
            boolean plain = "http".equals(server.getScheme()) && LOOPBACK.contains(server.getHost());
            if (server.getHost() != null
                    && server.getUserInfo() == null
                    && ("https".equals(server.getScheme()) || plain)) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new InvalidFieldException(
                "server",
                Texts.of(
                        "ha de ser una adreça https, com ara https://10.1.2.3:6443",
                        "debe ser una dirección https, como https://10.1.2.3:6443",
                        "must be an https address, such as https://10.1.2.3:6443"),
                text);
    }

    private static String line(String field, String text) {
        if (text.length() > MAX_TOKEN || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw refusal(field, Why.mustBeOneLine());
        }
        return text;
    }

    private static String base64(Facts facts, String name) {
        String text = facts.text(name).replaceAll("\\s", "");
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw refusal(name, Texts.of("no és Base64", "no es Base64", "is not Base64"));
        }
    }

    private static InvalidFieldException refusal(String field, Texts why) {
        return new InvalidFieldException(field, why);
    }
}
