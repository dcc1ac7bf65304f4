// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.daemon.Daemon;
import cloudy.api.form.Texts;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The operator's wishes, checked.
 *
 * @param federated whether guifi.net's list says who gets in, instead of this node's
 * @param openTo who needs no password
 * @param privateNetworks of the private ranges those that people may get to through the proxy
 * @param id of this proxy at guifi.net
 * @param ldap the servers that know the users, the main one first
 * @param ca of whom their certificates are, a file; empty for those that the system trusts
 * @param cacheSize in MB; 0 for none on the disk
 * @param logSize in MB; 0 for no log of requests
 * @param pacDirect whether who finds no proxy may go without
 * @param probeUrl what other proxies are asked for
 */
record ProxySettings(
        boolean federated,
        int port,
        List<Network> openTo,
        List<Network> privateNetworks,
        OptionalLong id,
        List<LdapHost> ldap,
        String ldapBase,
        Optional<String> bindDn,
        String bindSecret,
        Optional<String> ca,
        String realm,
        Optional<String> manager,
        String language,
        int cacheSize,
        int cacheMem,
        int logSize,
        List<PacProxy> pacProxies,
        boolean pacDirect,
        URI probeUrl) {

    static final String LOCAL = "local";
    static final String FEDERATED = "federated";
    static final String NETWORK = "|[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?";
    static final String DN = "[A-Za-z0-9=,._@+-]([A-Za-z0-9=,._@+ -]{0,198}[A-Za-z0-9=,._@+-])?";
    static final String PATH = "(/[A-Za-z0-9._+@-]+){1,32}";
    static final String REALM = "[A-Za-z0-9]([A-Za-z0-9 ._@-]{0,62}[A-Za-z0-9._@-])?";
    static final String MAIL = "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,189}";
    static final String URL = "http://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?/[A-Za-z0-9._~/?=&%-]{0,200}";

    static final URI USUAL_PROBE = URI.create("http://guifi.net/");

    private static final List<String> LANGUAGES = List.of("ca", "es", "en");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_LIST = 64;
    private static final Texts NOT_SO = Texts.of("no pot ser així", "no puede ser así", "cannot be so");

    static ProxySettings of(ProxyConfig said) {
        boolean federated = word("mode", said.mode(), List.of(LOCAL, FEDERATED)).equals(FEDERATED);
        OptionalLong id =
                said.id() == 0 ? OptionalLong.empty() : OptionalLong.of(within("id", said.id(), 1, 999_999_999));
        List<LdapHost> ldap = Stream.of(
                        LdapHost.parse("ldapMain", said.ldapMain()), LdapHost.parse("ldapBackup", said.ldapBackup()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (federated && id.isEmpty()) {
            throw new InvalidFieldException(
                    "id",
                    Texts.of(
                            "falta: sense el número que té a guifi.net no se sap amb qui està federat",
                            "falta: sin el número que tiene en guifi.net no se sabe con quién está federado",
                            "is missing: without its number at guifi.net nobody knows with whom it is federated"));
        }
        if (federated && ldap.isEmpty()) {
            throw new InvalidFieldException("ldapMain", Why.isMissing());
        }
        Optional<String> bindDn = optional("bindDn", said.bindDn(), DN);
        String secret = said._bindSecret();
        if (bindDn.isPresent() && secret.isEmpty()) {
            throw new InvalidFieldException(".bindSecret", Why.mustBeFilledIn());
        }
        // The node's words for folders would be replaced in the file that it is written to.
        if (!secret.matches("[ -~]{0,128}") || secret.contains(Daemon.FILES) || secret.contains(Daemon.HOME)) {
            throw new InvalidFieldException(".bindSecret", NOT_SO);
        }
        return new ProxySettings(
                federated,
                (int) within("port", said.port(), 1, MAX_PORT),
                networks("openTo", said.openTo()),
                networks("privateNetworks", said.privateNetworks()),
                id,
                ldap,
                text("ldapBase", said.ldapBase(), DN),
                bindDn,
                secret,
                optional("ca", said.ca(), PATH),
                text("realm", said.realm(), REALM),
                optional("manager", said.manager(), MAIL),
                word("language", said.language(), LANGUAGES),
                (int) within("cacheSize", said.cacheSize(), 0, 1_000_000),
                (int) within("cacheMem", said.cacheMem(), 8, 65_536),
                (int) within("logSize", said.logSize(), 0, 1_000),
                list("pacProxies", said.pacProxies()).map(PacProxy::parse).toList(),
                said.pacDirect(),
                URI.create(text("probeUrl", said.probeUrl(), URL)));
    }

    private static List<Network> networks(String field, String... said) {
        return list(field, said).map(text -> Network.parse(field, text)).toList();
    }

    private static Stream<String> list(String field, String... said) {
        List<String> all = Arrays.stream(said)
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .toList();
        if (all.size() > MAX_LIST) {
            throw new InvalidFieldException(field, Why.mustHaveEntries("", Integer.toString(MAX_LIST)));
        }
        return all.stream();
    }

    private static Optional<String> optional(String field, String said, String pattern) {
        String text = said.trim();
        return text.isEmpty() ? Optional.empty() : Optional.of(text(field, text, pattern));
    }

    private static String text(String field, String said, String pattern) {
        String text = said.trim();
        if (text.isEmpty()) {
            throw new InvalidFieldException(field, Why.mustNotBeEmpty());
        }
        if (!text.matches(pattern)) {
            throw new InvalidFieldException(field, NOT_SO, text);
        }
        return text;
    }

    private static String word(String field, String said, List<String> options) {
        if (!options.contains(said)) {
            throw new InvalidFieldException(field, Why.mustBeOneOf(options), said);
        }
        return said;
    }

    private static long within(String field, long number, long least, long most) {
        if (number < least || number > most) {
            throw new InvalidFieldException(field, Why.mustBeBetween(least, most), Long.toString(number));
        }
        return number;
    }
}
