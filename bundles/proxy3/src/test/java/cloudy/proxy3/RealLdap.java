// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.testing.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Debian's slapd with a tree of guifi.net's shape, over TLS alone. */
final class RealLdap implements AutoCloseable {

    static final String BIND_DN = "uid=proxy ldap,o=proxyusers,dc=guifi,dc=net";
    static final String BIND_SECRET = "shared \"and\" $ecret";

    private static final String TREE =
            """
            dn: dc=guifi,dc=net
            objectClass: dcObject
            objectClass: organization
            o: guifi

            dn: o=proxyusers,dc=guifi,dc=net
            objectClass: organization

            """;

    final int port;
    private final Path folder;
    private Process process;

    /** @param users as {@code 100/anna/password}: the number of their proxy, name, password */
    RealLdap(Path folder, Certificates certificates, String... users) throws IOException {
        this.folder = Files.createDirectories(folder);
        port = FreePort.any();
        Files.createDirectories(folder.resolve("db"));
        Files.writeString(
                folder.resolve("slapd.conf"),
                """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %1$s/pid
                TLSCACertificateFile %2$s
                TLSCertificateFile %3$s
                TLSCertificateKeyFile %4$s
                database mdb
                suffix "dc=guifi,dc=net"
                directory %1$s/db
                access to attrs=userPassword by anonymous auth
                access to * by users read
                """
                        .formatted(folder, certificates.authority(), certificates.server(), certificates.key()));
        var tree = new StringBuilder(TREE).append(account(BIND_DN, "proxy ldap", BIND_SECRET));
        for (String user : users) {
            String[] parts = user.split("/", -1);
            String group = "ou=" + parts[0] + ",o=proxyusers,dc=guifi,dc=net";
            if (tree.indexOf("dn: " + group + "\n") < 0) {
                tree.append("dn: ").append(group).append("\nobjectClass: organizationalUnit\n\n");
            }
            tree.append(account("uid=" + parts[1] + ',' + group, parts[1], parts[2]));
        }
        Files.writeString(folder.resolve("tree.ldif"), tree);
        run("slapadd", "-f", folder + "/slapd.conf", "-l", folder + "/tree.ldif");
        start();
    }

    private static String account(String dn, String name, String password) {
        return "dn: " + dn + "\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: " + name
                + "\nuserPassword: " + password + "\n\n";
    }

    static boolean isInstalled() {
        return RealProxy.isInstalled() && Files.isExecutable(Path.of("/usr/sbin/slapd"));
    }

    String place() {
        return "127.0.0.1:" + port;
    }

    void start() throws IOException {
        process = new ProcessBuilder(
                        "/usr/sbin/slapd", "-h", "ldaps://" + place(), "-f", folder + "/slapd.conf", "-d", "0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(ConnectException.class)
                .until(() -> {
                    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    }
                });
    }

    private static void run(String... command) throws IOException {
        command[0] = "/usr/sbin/" + command[0];
        Children.execute(command);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
