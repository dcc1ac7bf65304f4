// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that this node is called by. A web page elsewhere can have its own name resolve to this node's address and
 * then ask it anything as if it were its own server (DNS rebinding): such a request carries a name that is not here.
 */
record Hosts(Set<String> names) {

    /** A name of DNS as a browser sends it: no port, no address, no wildcard. */
    static final String NAME = "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
            + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*";

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}(?:%25[A-Za-z0-9._-]{1,16})?]");

    static Hosts of(String nodeName, List<String> more) {
        var names = new HashSet<String>();
        names.add("localhost");
        if (!nodeName.isEmpty()) {
            names.addAll(List.of(nodeName, nodeName + ".local", nodeName + ".guifi.local"));
        }
        names.addAll(more);
        return new Hosts(names.stream().map(Hosts::plain).collect(Collectors.toUnmodifiableSet()));
    }

    /** The name that the request was sent to, without the port; refuses one that is not this node's. */
    String require(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders("Host"));
        String host = request.getServerName();
        // HTTP/2 has no such header; where there is one it must be the one that the server goes by.
        if (host == null
                || given.size() > 1
                || (given.size() == 1 && !withoutPort(given.get(0)).equalsIgnoreCase(bracketed(host)))
                || !isOurs(bracketed(host))) {
            throw Problem.of(
                    421,
                    Texts.of(
                            "Aquest node no té aquest nom; se n'hi pot afegir un a la seva configuració (hostNames).",
                            "Este nodo no tiene ese nombre; se le puede añadir uno en su configuración (hostNames).",
                            "This node does not go by that name; its settings (hostNames) can add one."));
        }
        return bracketed(host);
    }

    private boolean isOurs(String host) {
        return IPV4.matcher(host).matches() || IPV6.matcher(host).matches() || names.contains(plain(host));
    }

    private static String withoutPort(String header) {
        return header.trim().replaceFirst(":[0-9]{0,5}$", "");
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host;
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
