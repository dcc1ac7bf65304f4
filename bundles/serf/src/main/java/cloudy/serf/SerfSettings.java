// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.CloudyService;
import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's wishes, checked.
 *
 * @param on whether the agent runs. Nothing is joined or announced before the operator says so: {@code cloudy.enabled}
 *     has the last word, and where it is missing an address to join is word enough
 * @param bind where to gossip; an empty host is the node's own address
 * @param rpcAuth the operator's; empty for "what is usual"
 */
record SerfSettings(
        boolean on,
        Endpoint bind,
        Optional<Endpoint> advertise,
        List<Endpoint> join,
        String profile,
        int protocol,
        String encryptKey,
        boolean attach,
        Endpoint rpc,
        String rpcAuth,
        boolean publish,
        List<String> importance) {

    static final int GOSSIP_PORT = 5000;
    private static final int RPC_PORT = 7373;
    private static final List<String> PROFILES = List.of("wan", "lan", "local");
    private static final List<Integer> KEY_SIZES = List.of(16, 24, 32);

    /** In place of a key for the RPC: no key at all. */
    static final String NO_AUTH = "none";

    SerfSettings {
        requireAddress("bind", bind.host());
        advertise.ifPresent(endpoint -> {
            if (endpoint.host().isEmpty()) {
                throw new InvalidFieldException(
                        "advertise",
                        Texts.of("ha d'anomenar una adreça", "debe nombrar una dirección", "must name an address"));
            }
            requireAddress("advertise", endpoint.host());
        });
        if (!PROFILES.contains(profile)) {
            throw new InvalidFieldException("profile", Why.mustBeOneOf(PROFILES), profile);
        }
        if (protocol < 2 || protocol > 5) {
            throw new InvalidFieldException("protocol", Why.mustBeBetween(2, 5), Integer.toString(protocol));
        }
        if (!encryptKey.isEmpty() && !KEY_SIZES.contains(keySize(encryptKey))) {
            throw new InvalidFieldException(
                    "encryptKey",
                    Texts.of(
                            "ha de tenir 16, 24 o 32 bytes en base64",
                            "debe tener 16, 24 o 32 bytes en base64",
                            "must be 16, 24 or 32 bytes in base64"));
        }
        if (rpc.host().isEmpty()) {
            throw new InvalidFieldException(
                    "rpcAddress",
                    Texts.of("ha d'anomenar un amfitrió", "debe nombrar un anfitrión", "must name a host"));
        }
        if (!attach && !literal(rpc.host()).map(InetAddress::isLoopbackAddress).orElse(false)) {
            throw new InvalidFieldException(
                    "rpcAddress",
                    Texts.of(
                            "ha de ser una adreça de bucle local, perquè qui hi arriba mana l'agent",
                            "debe ser una dirección de bucle local, porque quien llega a ella manda en el agente",
                            "must be a loopback address, for whoever reaches it commands the agent"),
                    rpc.host());
        }
    }

    static SerfSettings of(SerfConfig config, Map<String, Object> properties) {
        List<Endpoint> join = Endpoint.parseAll("join", List.of(config.join()), GOSSIP_PORT);
        return new SerfSettings(
                enabled(properties).orElse(!join.isEmpty()),
                Endpoint.parse("bind", config.bind(), GOSSIP_PORT),
                config.advertise().isBlank()
                        ? Optional.empty()
                        : Optional.of(Endpoint.parse("advertise", config.advertise(), GOSSIP_PORT)),
                join,
                config.profile(),
                config.protocol(),
                config._encryptKey().trim(),
                config.attach(),
                Endpoint.parse("rpcAddress", config.rpcAddress(), RPC_PORT),
                config._rpcAuth().trim(),
                config.publish(),
                Arrays.stream(config.importance())
                        .flatMap(types -> Arrays.stream(types.split(",", -1)))
                        .map(String::trim)
                        .filter(type -> !type.isEmpty())
                        .toList());
    }

    /** The operator's word, from a {@code .cfg} a text. */
    static Optional<Boolean> enabled(Map<String, Object> properties) {
        return Optional.ofNullable(properties.get(CloudyService.ENABLED))
                .map(value -> Boolean.parseBoolean(value.toString().trim()));
    }

    /** An address in figures; names are not looked up. */
    static Optional<InetAddress> literal(String host) {
        if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") && !host.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (java.net.UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static void requireAddress(String field, String host) {
        if (!host.isEmpty() && literal(host).isEmpty()) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "ha de ser una adreça en xifres, com ara 10.139.40.22:5000",
                            "debe ser una dirección en cifras, como 10.139.40.22:5000",
                            "must be an address in figures, such as 10.139.40.22:5000"),
                    host);
        }
    }

    private static int keySize(String key) {
        try {
            return Base64.getDecoder().decode(key).length;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }
}
