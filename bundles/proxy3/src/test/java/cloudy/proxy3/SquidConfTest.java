// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is read back from the generated file is what was meant, whatever the values. */
class SquidConfTest {

    private static final int BATCH = 100;

    @TempDir
    private Path folder;

    @Test
    void saysWhatWasMeantAndNothingElse() {
        readBack(10_000);
    }

    @Test
    @Tag("slow")
    void saysWhatWasMeantForAMillionValues() {
        readBack(1_000_000);
    }

    private static void readBack(int plans) {
        var random = new RandomPlans(plans);
        for (int i = 0; i < plans; i++) {
            SquidPlan plan = random.next();
            List<String> read = SquidReader.directives(SquidConf.write(plan));
            requireMeant(plan, read);
        }
        assertThat(random.refused).isPositive();
    }

    /** Written anew from the values, by other means than the generator's. */
    private static void requireMeant(SquidPlan plan, List<String> read) {
        ProxySettings said = plan.settings();
        List<String> rest = new ArrayList<>(read);
        take(rest, "http_port", Integer.toString(said.port()));
        take(rest, "visible_hostname", plan.hostName());
        take(rest, "error_default_language", said.language());
        take(rest, "cachemgr_passwd", plan.secret(), "all");
        take(rest, "cache_mem", Integer.toString(said.cacheMem()), "MB");
        said.manager().ifPresent(manager -> take(rest, "cache_mgr", manager));
        if (said.cacheSize() > 0) {
            take(rest, "cache_dir", "aufs", plan.folder() + "/cache", Integer.toString(said.cacheSize()), "16", "256");
        }
        if (!rest.remove("auth_param basic realm " + said.realm())) {
            throw new AssertionError("the realm is another: " + said.realm());
        }
        values(
                rest,
                "acl forbidden dst",
                Stream.concat(Ranges.FORBIDDEN.stream(), plan.own().stream()).toList());
        values(rest, "acl inner dst", Network.without(Ranges.PRIVATE, said.privateNetworks()));
        if (plan.entry() instanceof SquidPlan.Federated federated) {
            String groups =
                    federated.ids().stream().map(id -> "(ou:dn:=" + id + ')').collect(Collectors.joining());
            List<String> helper = new ArrayList<>(List.of(
                    "auth_param",
                    "basic",
                    "program",
                    plan.helpers() + "/basic_ldap_auth",
                    "-v",
                    "3",
                    "-R",
                    "-c",
                    "4",
                    "-t",
                    "4",
                    "-b",
                    said.ldapBase(),
                    "-f",
                    "(&(uid=%s)(|" + groups + "))"));
            federated.bindDn().ifPresent(dn -> helper.addAll(List.of("-D", dn, "-W", "{files}/ldap-secret")));
            said.ldap().forEach(host -> helper.add("ldaps://" + host.host() + ':' + host.port()));
            take(rest, helper.toArray(String[]::new));
        } else {
            values(rest, "acl open_to src", said.openTo());
            take(rest, "auth_param", "basic", "program", plan.helpers() + "/basic_ncsa_auth", "{files}/users");
            if (!said.openTo().isEmpty()) {
                take(rest, "http_access", "allow", "open_to");
            }
        }
        if (said.logSize() > 0) {
            take(rest, "access_log", "stdio:" + plan.folder() + "/log/access.log", "cloudy");
        }
        rest.removeIf(line -> line.startsWith("acl sign url_regex ^http://127[.]0[.]0[.]1:" + plan.origin() + '/'));
        // What remains is the same in every file.
        List<String> same = said.logSize() > 0 ? LOGGED : SILENT;
        if (Network.without(Ranges.PRIVATE, said.privateNetworks()).isEmpty()) {
            same = same.stream().filter(line -> !line.endsWith(" inner")).toList();
        }
        if (!rest.equals(same)) {
            assertThat(rest).isEqualTo(same);
        }
        requireOrder(read);
    }

    private static final List<String> LOGGED = constant(true);
    private static final List<String> SILENT = constant(false);

    private static List<String> constant(boolean logged) {
        return Arrays.stream(
                        """
                        coredump_dir {home}
                        pid_filename none
                        cache_log /dev/null
                        pinger_enable off
                        netdb_filename none
                        icp_port 0
                        snmp_port 0
                        shutdown_lifetime 1 seconds
                        half_closed_clients off
                        httpd_suppress_version_string on
                        forwarded_for delete
                        negative_dns_ttl 60 seconds
                        memory_pools off
                        maximum_object_size 64 MB
                        digest_generation off
                        refresh_pattern -i (/cgi-bin/|\\?) 0 0% 0
                        refresh_pattern . 0 20% 4320
                        acl tls_port port 443
                        acl safe_ports port 80 443 1025-65535
                        acl connect method CONNECT
                        acl get method GET
                        acl web proto HTTP HTTPS
                        acl itself src 127.0.0.1/32
                        acl local_names dstdomain -n .localhost .localdomain .local
                        cache_store_log none
                        logfile_rotate 4
                        @LOG@
                        cache deny sign
                        always_direct allow sign
                        http_access allow itself get sign
                        http_access allow itself manager
                        http_access deny manager
                        http_access deny !safe_ports
                        http_access deny connect !tls_port
                        http_access deny !connect !web
                        http_access deny local_names
                        http_access deny forbidden
                        http_access deny inner
                        miss_access allow sign
                        miss_access deny forbidden
                        miss_access deny inner
                        miss_access allow all
                        auth_param basic children 8 startup=0 idle=1
                        auth_param basic credentialsttl 5 minutes
                        acl users proxy_auth REQUIRED
                        http_access allow users
                        http_access deny all
                        """
                                .replace(
                                        "@LOG@",
                                        logged
                                                ? "strip_query_terms on\nlogformat cloudy %tl %6tr %>a %Ss/%03>Hs %<st %rm"
                                                        + " %ru %un %Sh/%<a %mt\naccess_log none sign\naccess_log none manager"
                                                : "access_log none")
                                .split("\n"))
                .toList();
    }

    private static void take(List<String> rest, String... words) {
        List<String> wanted = List.of(words);
        if (!rest.removeIf(
                line -> line.startsWith(words[0]) && SquidReader.words(line).equals(wanted))) {
            throw new AssertionError(wanted + " is not among " + rest);
        }
    }

    private static void values(List<String> rest, String words, List<Network> networks) {
        List<String> wanted = networks.stream().map(Network::toString).toList();
        List<String> found = new ArrayList<>();
        rest.removeIf(line -> {
            boolean mine = line.startsWith(words + ' ');
            if (mine) {
                found.addAll(List.of(line.substring(words.length() + 1).split(" ")));
            }
            return mine;
        });
        if (!found.equals(wanted)) {
            assertThat(found).isEqualTo(wanted);
        }
    }

    /** Nobody is let in before it is clear where nobody may go. */
    private static void requireOrder(List<String> read) {
        int refusals = Math.max(read.indexOf("http_access deny forbidden"), read.indexOf("http_access deny inner"));
        assertThat(refusals).isPositive();
        for (int i = 0; i < refusals; i++) {
            if (read.get(i).startsWith("http_access allow") && !read.get(i).startsWith("http_access allow itself ")) {
                throw new AssertionError(read.get(i));
            }
        }
        assertThat(read.get(read.size() - 1)).isEqualTo("http_access deny all");
    }

    @Test
    @EnabledIf("cloudy.proxy3.RealProxy#isInstalled")
    void isReadBySquidAsItWasMeant() throws Exception {
        var random = new RandomPlans(7);
        for (int done = 0; done < 2_000; done += BATCH) {
            List<String> meant = new ArrayList<>();
            var all = new StringBuilder();
            for (int i = 0; i < BATCH; i++) {
                // One name a file, so that many files are one.
                String conf = SquidConf.write(random.next())
                        .replaceAll("(?m)^(logformat |access_log stdio:\\S+ )cloudy", "$1cloudy" + i)
                        .replaceAll("(?m)^cache_dir .*\n", "")
                        .replace("{home}", folder.toString())
                        .replace("{files}", folder.toString());
                all.append(conf);
                meant.addAll(SquidReader.directives(conf));
            }
            assertThat(parse(all.toString())).isEqualTo(meant);
        }
    }

    @Test
    @EnabledIf("cloudy.proxy3.RealProxy#isInstalled")
    void isReadBySquidAlsoWhereAllPrivateNetworksAreOpen() throws Exception {
        var settings = ProxySettings.of(Wishes.of(
                ProxyConfig.class, Map.of("cacheSize", 0, "privateNetworks", new String[] {"0.0.0.0/0", "::/0"})));
        var plan = new SquidPlan(
                settings,
                "board",
                Program.helpers(),
                folder,
                "0".repeat(32),
                1234,
                List.of(),
                new SquidPlan.OwnUsers(),
                "");

        assertThat(parse(SquidConf.write(plan).replace("{home}", folder.toString())))
                .contains("http_access deny forbidden", "miss_access deny forbidden")
                .noneMatch(line -> line.contains("inner"));
    }

    /** What squid says that it reads. */
    private List<String> parse(String conf) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("squid.conf"), conf);
        Path said = folder.resolve("said");
        Process squid = new ProcessBuilder("/usr/sbin/squid", "-k", "parse", "-f", file.toString(), "-n", "cloudytest")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        String mark = "| Processing: ";
        try (var lines = Files.lines(waited(squid, said), UTF_8)) {
            return lines.filter(line -> line.contains(mark))
                    .map(line -> line.substring(line.indexOf(mark) + mark.length()))
                    .toList();
        }
    }

    private static Path waited(Process squid, Path said) throws IOException, InterruptedException {
        assertThat(squid.waitFor())
                .as(() -> {
                    try (var lines = Files.lines(said, UTF_8)) {
                        return lines.filter(line -> !line.contains("Processing"))
                                .collect(Collectors.joining("\n"));
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .isZero();
        return said;
    }

    @Test
    void isGivenNoValueThatIsMore() {
        for (String value :
                List.of("a\nb", "a b", "", " a", "a\\", "a#b", "\"a", "a\"b\"", "é", "{home}", "a{files}", "a\rb")) {
            assertThatThrownBy(() -> new Lines().line("x", value))
                    .as(value)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Lines().sentence("x", "a\nb")).isInstanceOf(IllegalArgumentException.class);
    }
}
