// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What lies beyond a community's network, on one host with public addresses: a web server, guifi.net with the list of a
 * federation, and its directory of users on two servers, over TLS.
 */
final class Outside implements Closeable {

    static final String PAGE = "http://203.0.113.1/page";
    static final String TEXT = "the world outside";
    static final String GUIFI = "http://203.0.113.2";
    static final String MAIN = "203.0.113.3";
    static final String BACKUP = "203.0.113.4";
    static final String BIND_DN = "uid=proxyldap,o=proxyusers,dc=guifi,dc=net";
    static final String BIND_SECRET = "shared-secret";

    private final Host host;
    private final Path folder;
    private final Process web;
    private final Process main;
    private final Process backup;

    /** @param members of the federation as guifi.net writes them, the own one first */
    Outside(Host host, Path parent, String members, List<Host> reached) throws IOException {
        this.host = host;
        folder = Files.createDirectories(parent.resolve("outside"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String address : List.of("203.0.113.1", "203.0.113.2", MAIN, BACKUP)) {
            host.run("ip", "addr", "add", address + "/24", "dev", "eth0").succeeded();
        }
        for (Host other : reached) {
            other.run("ip", "route", "add", "203.0.113.0/24", "dev", "eth0").succeeded();
        }
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Files.writeString(pages.resolve("page"), TEXT);
        Files.write(pages.resolve("small"), new byte[1_000]);
        Files.write(pages.resolve("large"), new byte[100_000]);
        Path lists = Files.createDirectories(folder.resolve("guifi/guifi/export/100"));
        Files.writeString(lists.resolve("federation"), members);
        web = nginx();
        certificates();
        main = ldap("main", MAIN);
        backup = ldap("backup", BACKUP);
    }

    private Process nginx() throws IOException {
        Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off; pid %1$s/nginx.pid; error_log stderr; user root; worker_processes 1;
                events { worker_connections 1024; }
                http {
                  access_log off; default_type text/plain; keepalive_requests 1000000;
                  client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
                  uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
                  server { listen 203.0.113.1:80; root %1$s/pages; expires 60s; }
                  server { listen 203.0.113.2:80; root %1$s/guifi; }
                }
                """
                        .formatted(folder));
        return host.start(
                folder.resolve("nginx.log").toFile(), "nginx", "-p", folder.toString(), "-c", folder + "/nginx.conf");
    }

    private void certificates() throws IOException {
        Files.writeString(folder.resolve("names"), "subjectAltName=IP:" + MAIN + ",IP:" + BACKUP + "\n");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=authority",
                "-keyout",
                folder + "/ca.key",
                "-out",
                authority().toString());
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=ldap",
                "-keyout",
                folder + "/ldap.key",
                "-out",
                folder + "/ldap.csr");
        openssl(
                "x509",
                "-req",
                "-in",
                folder + "/ldap.csr",
                "-CA",
                authority().toString(),
                "-CAkey",
                folder + "/ca.key",
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                folder + "/names",
                "-out",
                folder + "/ldap.pem");
    }

    private static void openssl(String... words) {
        Command.run(Stream.concat(Stream.of("openssl"), Stream.of(words)).toList())
                .succeeded();
    }

    /** Of the directory's certificates. */
    Path authority() {
        return folder.resolve("ca.pem");
    }

    private Process ldap(String name, String address) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name).resolve("db")).getParent();
        Files.writeString(
                place.resolve("slapd.conf"),
                """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %1$s/pid
                TLSCACertificateFile %2$s/ca.pem
                TLSCertificateFile %2$s/ldap.pem
                TLSCertificateKeyFile %2$s/ldap.key
                database mdb
                suffix "dc=guifi,dc=net"
                directory %1$s/db
                access to attrs=userPassword by anonymous auth
                access to * by users read
                """
                        .formatted(place, folder));
        var tree = new StringBuilder(
                """
                dn: dc=guifi,dc=net
                objectClass: dcObject
                objectClass: organization
                o: guifi

                dn: o=proxyusers,dc=guifi,dc=net
                objectClass: organization

                """);
        account(tree, BIND_DN, "proxyldap", BIND_SECRET);
        for (String user : List.of("100/anna", "200/bert", "200/eva", "400/carl")) {
            String[] parts = user.split("/", -1);
            String group = "ou=" + parts[0] + ",o=proxyusers,dc=guifi,dc=net";
            if (tree.indexOf("dn: " + group + '\n') < 0) {
                tree.append("dn: ").append(group).append("\nobjectClass: organizationalUnit\n\n");
            }
            account(tree, "uid=" + parts[1] + ',' + group, parts[1], "of " + parts[1]);
        }
        Files.writeString(place.resolve("tree.ldif"), tree);
        Command.run(List.of("slapadd", "-f", place + "/slapd.conf", "-l", place + "/tree.ldif"))
                .succeeded();
        Process process = host.start(
                place.resolve("slapd.log").toFile(),
                "slapd",
                "-h",
                "ldaps://" + address,
                "-f",
                place + "/slapd.conf",
                "-d",
                "0");
        Awaitility.await(name)
                .atMost(Duration.ofSeconds(20))
                .until(() -> host.run("ss", "-tlnH").text().contains(address + ":636"));
        return process;
    }

    private static void account(StringBuilder tree, String dn, String name, String password) {
        tree.append("dn: ").append(dn).append("\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: ");
        tree.append(name).append("\nuserPassword: ").append(password).append("\n\n");
    }

    /** Takes guifi.net and the main server of users away. */
    void vanish() {
        host.run("ip", "addr", "del", "203.0.113.2/24", "dev", "eth0").succeeded();
        main.descendants().forEach(ProcessHandle::destroyForcibly);
        main.destroyForcibly();
        main.onExit().join();
    }

    @Override
    public void close() {
        for (Process process : List.of(web, main, backup)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
