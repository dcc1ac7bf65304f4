// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.util.OptionalLong;

/**
 * A neighbour's proxy that the operator named in the settings.
 *
 * @param id at guifi.net, where it is to be used only while it is federated with this one
 */
record PacProxy(ProxyAddress address, OptionalLong id) {

    private static final Texts NONE = Texts.of(
            "han de ser proxys d'altres màquines, com ara 10.1.2.3:3128 o 12345@10.1.2.3:3128",
            "deben ser proxys de otras máquinas, como 10.1.2.3:3128 o 12345@10.1.2.3:3128",
            "must be proxies of other machines, such as 10.1.2.3:3128 or 12345@10.1.2.3:3128");

    static PacProxy parse(String text) {
        int at = text.indexOf('@');
        String number = at < 0 ? "" : text.substring(0, at);
        if (at >= 0 && !number.matches("[0-9]{1,9}")) {
            throw new InvalidFieldException("pacProxies", NONE, text);
        }
        return new PacProxy(
                ProxyAddress.parse(text.substring(at + 1))
                        .orElseThrow(() -> new InvalidFieldException("pacProxies", NONE, text)),
                at < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number)));
    }
}
