// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's wishes, checked.
 *
 * @param attached where a Syncthing answers that somebody else runs; empty for one of this node's own
 * @param apiKey the operator's; empty for one that the node makes
 * @param options Syncthing's, as its REST API spells them; they are set on a Syncthing of this node's own only
 */
record SyncthingSettings(
        int listenPort,
        int guiPort,
        Optional<URI> attached,
        String apiKey,
        List<String> roots,
        boolean upgrade,
        Map<String, Object> options) {

    private static final String LOOPBACK = "127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\]";
    private static final String KEY = "[A-Za-z0-9_-]{16,128}";
    private static final int MAX_PORT = 65_535;
    private static final int UPGRADE_HOURS = 12;
    private static final int STUN_SECONDS = 180;
    private static final int USAGE_VERSION = 3;
    private static final int RECONNECT_SECONDS = 20;

    static SyncthingSettings of(SyncthingConfig config) {
        requirePort("listenPort", config.listenPort());
        requirePort("guiPort", config.guiPort());
        Optional<URI> attached = Optional.of(config.restAddress().trim())
                .filter(text -> !text.isEmpty())
                .map(SyncthingSettings::address);
        String key = config._apiKey().trim();
        if (!key.isEmpty() && !key.matches(KEY)) {
            throw new InvalidFieldException(
                    ".apiKey",
                    Texts.of(
                            "ha de tenir de 16 a 128 lletres, xifres, - o _",
                            "debe tener de 16 a 128 letras, cifras, - o _",
                            "must have 16 to 128 letters, digits, - or _"));
        }
        if (attached.isPresent() && key.isEmpty()) {
            throw new InvalidFieldException(
                    ".apiKey",
                    Texts.of(
                            "ha de ser la clau del Syncthing que hi ha a l'adreça REST",
                            "debe ser la clave del Syncthing que hay en la dirección REST",
                            "must be the key of the Syncthing at the REST address"));
        }
        return new SyncthingSettings(
                config.listenPort(),
                config.guiPort(),
                attached,
                key,
                Arrays.stream(config.roots())
                        .map(String::trim)
                        .filter(root -> !root.isEmpty())
                        .toList(),
                config.upgrade(),
                options(config));
    }

    /** Where its REST API is. */
    URI rest() {
        return attached.orElseGet(() -> URI.create("http://127.0.0.1:" + guiPort));
    }

    private static Map<String, Object> options(SyncthingConfig config) {
        var options = new LinkedHashMap<String, Object>();
        options.put("listenAddresses", List.of("tcp://:" + config.listenPort()));
        options.put("globalAnnounceEnabled", config.globalAnnounce());
        options.put("localAnnounceEnabled", config.localAnnounce());
        options.put("announceLANAddresses", config.localAnnounce());
        options.put("relaysEnabled", config.relays());
        options.put("natEnabled", config.nat());
        // Zero keeps it from asking a STUN server on the internet for its address.
        options.put("stunKeepaliveStartS", config.nat() ? STUN_SECONDS : 0);
        options.put("urAccepted", config.usageReport() ? USAGE_VERSION : -1);
        options.put("crashReportingEnabled", config.crashReport());
        options.put("autoUpgradeIntervalH", config.upgrade() ? UPGRADE_HOURS : 0);
        options.put("startBrowser", false);
        // A neighbour that accepts knows where to find us; one whose address changed should not wait for a minute.
        options.put("reconnectionIntervalS", RECONNECT_SECONDS);
        return options;
    }

    private static URI address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0
                || !text.substring(0, colon).matches(LOOPBACK)
                || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new InvalidFieldException(
                    "restAddress",
                    Texts.of(
                            "ha de ser una adreça de bucle local i un port, com ara 127.0.0.1:8384",
                            "debe ser una dirección de bucle local y un puerto, como 127.0.0.1:8384",
                            "must be a loopback address and a port, such as 127.0.0.1:8384"),
                    text);
        }
        requirePort("restAddress", Integer.parseInt(text.substring(colon + 1)));
        return URI.create("http://" + text);
    }

    private static void requirePort(String field, int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new InvalidFieldException(field, Why.mustBeBetween(1, MAX_PORT), Integer.toString(port));
        }
    }
}
