// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.util.ArrayList;
import java.util.List;

/** The script that tells a browser which proxy to use: a pure function of addresses, written from numbers. */
final class Pac {

    static final String TYPE = "application/x-ns-proxy-autoconfig";

    /** What is next door is not fetched by a proxy, which would refuse it besides. */
    private static final String SCRIPT =
            """
            function FindProxyForURL(url, host) {
              host = host.toLowerCase().replace(/^\\[|\\]$/g, "");
              if (host.indexOf(":") >= 0) {
                if (/^(::1?$|f[cd]|fe[89ab])/.test(host)) return "DIRECT";
              } else if (host.indexOf(".") < 0 || /\\.local\\.?$/.test(host)) {
                return "DIRECT";
              } else if (/^[0-9.]+$/.test(host)
                  && /^(127|10|169\\.254|192\\.168|172\\.(1[6-9]|2[0-9]|3[01])|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))\\./.test(host)) {
                return "DIRECT";
              }
              return "%s";
            }
            """;

    private Pac() {}

    /**
     * @param proxies the one to use, and those to go on with when it does not answer
     * @param direct whether to go without when none answers
     */
    static String write(List<ProxyAddress> proxies, boolean direct) {
        List<String> ways = new ArrayList<>();
        proxies.forEach(proxy -> ways.add("PROXY " + proxy));
        if (direct) {
            ways.add("DIRECT");
        }
        return SCRIPT.replace("%s", String.join("; ", ways));
    }
}
