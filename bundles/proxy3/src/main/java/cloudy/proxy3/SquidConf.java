// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.daemon.Daemon;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * squid.conf, a pure function of checked values.
 *
 * <p>The first rule that fits decides. So what nobody may reach comes before who gets in, and before the operator's own
 * file; {@code dst} rules look names up, and hold for each of their addresses. What they looked up is kept for a minute at
 * least, and looked at again ({@code miss_access}) right before squid goes there: a name that changes its address in
 * between leads nowhere.
 */
final class SquidConf {

    /** What {@link Daemon#files} calls it. */
    static final String FILE = "squid.conf";

    static final String USERS = "users";
    static final String LDAP_SECRET = "ldap-secret";

    private static final String ALLOW = "http_access allow ";
    private static final String DENY = "http_access deny ";
    private static final int LDAP_SECONDS = 4;

    private SquidConf() {}

    static String write(SquidPlan plan) {
        var lines = new Lines();
        lines.line("# Written by the node. The operator's own lines belong into etc/" + OperatorFile.NAME);
        place(lines, plan);
        cache(lines, plan);
        rules(lines, plan);
        lines.asItIs("# The operator's own\n" + plan.operators());
        entry(lines, plan);
        return lines.line(DENY + "all").toString();
    }

    private static void place(Lines lines, SquidPlan plan) {
        ProxySettings settings = plan.settings();
        lines.line("http_port", settings.port())
                .line("visible_hostname", plan.hostName())
                .line("coredump_dir " + Daemon.HOME)
                .line("pid_filename none")
                // What it has to say goes to its standard error, which the node keeps.
                .line("cache_log /dev/null")
                .line("pinger_enable off")
                .line("netdb_filename none")
                .line("icp_port 0")
                .line("snmp_port 0")
                // It adds a second of its own: ending later, it would be killed at the end of the node.
                .line("shutdown_lifetime 1 seconds")
                .line("half_closed_clients off")
                .line("httpd_suppress_version_string on")
                .line("forwarded_for delete")
                .line("negative_dns_ttl 60 seconds")
                .line("error_default_language", settings.language())
                .line("cachemgr_passwd", plan.secret(), "all");
        settings.manager().ifPresent(manager -> lines.line("cache_mgr", manager));
    }

    private static void cache(Lines lines, SquidPlan plan) {
        ProxySettings settings = plan.settings();
        lines.line("cache_mem", settings.cacheMem(), "MB")
                .line("memory_pools off")
                .line("maximum_object_size 64 MB")
                .line("digest_generation off");
        if (settings.cacheSize() > 0) {
            lines.line("cache_dir aufs", CacheFolder.in(plan.folder()), settings.cacheSize(), 16, 256);
        }
        lines.line("refresh_pattern -i (/cgi-bin/|\\?) 0 0% 0").line("refresh_pattern . 0 20% 4320");
    }

    private static void rules(Lines lines, SquidPlan plan) {
        List<Network> inner = Network.without(Ranges.PRIVATE, plan.settings().privateNetworks());
        // squid refuses a rule that names a list of nothing.
        List<String> closed = inner.isEmpty() ? List.of("forbidden") : List.of("forbidden", "inner");
        lines.line("acl tls_port port 443")
                .line("acl safe_ports port 80 443 1025-65535")
                .line("acl connect method CONNECT")
                .line("acl get method GET")
                // Not FTP and the like, whose servers say where squid has to connect to.
                .line("acl web proto HTTP HTTPS")
                .line("acl itself src 127.0.0.1/32")
                .line("acl sign url_regex", "^http://127[.]0[.]0[.]1:" + plan.origin() + '/' + plan.secret() + '$')
                // A parent, where the operator names one, may find more in these than this node does.
                .line("acl local_names dstdomain -n .localhost .localdomain .local")
                .each("acl forbidden dst", Ranges.FORBIDDEN)
                .each("acl forbidden dst", plan.own())
                .each("acl inner dst", inner);
        log(lines, plan);
        lines.line("cache deny sign")
                // Not by a parent that the operator may have named.
                .line("always_direct allow sign")
                .line(ALLOW + "itself get sign")
                .line(ALLOW + "itself manager")
                .line(DENY + "manager")
                .line(DENY + "!safe_ports")
                .line(DENY + "connect !tls_port")
                .line(DENY + "!connect !web")
                .line(DENY + "local_names");
        closed.forEach(list -> lines.line(DENY + list));
        lines.line("miss_access allow sign");
        closed.forEach(list -> lines.line("miss_access deny " + list));
        lines.line("miss_access allow all");
    }

    private static void log(Lines lines, SquidPlan plan) {
        lines.line("cache_store_log none").line("logfile_rotate", ProxyLog.KEPT);
        if (plan.settings().logSize() == 0) {
            lines.line("access_log none");
            return;
        }
        // Times that people read; no more of an address than its host and path.
        lines.line("strip_query_terms on")
                .line("logformat cloudy %tl %6tr %>a %Ss/%03>Hs %<st %rm %ru %un %Sh/%<a %mt")
                .line("access_log none sign")
                .line("access_log none manager")
                .line("access_log", "stdio:" + ProxyLog.in(plan.folder()), "cloudy");
    }

    private static void entry(Lines lines, SquidPlan plan) {
        ProxySettings settings = plan.settings();
        if (plan.entry() instanceof SquidPlan.Federated federated) {
            auth(lines, plan, ldap(plan, federated));
        } else {
            auth(lines, plan, List.of(plan.helpers().resolve("basic_ncsa_auth"), Daemon.FILES + '/' + USERS));
            lines.each("acl open_to src", settings.openTo());
            if (!settings.openTo().isEmpty()) {
                lines.line(ALLOW + "open_to");
            }
        }
        lines.line("acl users proxy_auth REQUIRED").line(ALLOW + "users");
    }

    private static void auth(Lines lines, SquidPlan plan, List<?> helper) {
        lines.line("auth_param basic program", helper.toArray())
                .line("auth_param basic children 8 startup=0 idle=1")
                // A user who is taken off the list is out soon; one who is on it is not asked about at each click.
                .line("auth_param basic credentialsttl 5 minutes")
                .sentence("auth_param basic realm", plan.settings().realm());
    }

    /**
     * One search finds who has this name in one of the groups that may pass, and it is his password that counts: who has
     * the same name elsewhere is not let in for him.
     */
    private static List<?> ldap(SquidPlan plan, SquidPlan.Federated federated) {
        ProxySettings settings = plan.settings();
        String groups =
                federated.ids().stream().map(id -> "(ou:dn:=" + id + ')').collect(Collectors.joining());
        List<Object> helper = new ArrayList<>();
        helper.add(plan.helpers().resolve("basic_ldap_auth"));
        helper.addAll(List.of("-v", 3, "-R", "-c", LDAP_SECONDS, "-t", LDAP_SECONDS));
        helper.addAll(List.of("-b", new Lines.Quoted(settings.ldapBase())));
        helper.addAll(List.of("-f", "(&(uid=%s)(|" + groups + "))"));
        federated.bindDn().ifPresent(dn -> {
            helper.addAll(List.of("-D", new Lines.Quoted(dn), "-W", Daemon.FILES + '/' + LDAP_SECRET));
        });
        settings.ldap().forEach(host -> helper.add(host.uri()));
        return helper;
    }
}
