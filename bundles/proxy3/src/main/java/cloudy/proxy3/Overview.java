// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.Federation;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How the proxy is, for people.
 *
 * @param state that of the program, {@code off} while it is switched off
 * @param problem why it does not do all that is wished; empty when it does
 * @param address where neighbours reach it
 * @param proxies those that people are told to use, in this order, and those that do not answer
 */
record Overview(
        String mode,
        int port,
        String state,
        String problem,
        Optional<String> address,
        boolean direct,
        Optional<Member> federation,
        Optional<Figures> figures,
        List<Place> proxies) {

    /**
     * How it stands in the federation.
     *
     * @param way its own: {@code private}, {@code in}, {@code out}, {@code inout}
     * @param peers how many others there are
     * @param passing of how many proxies the users pass here, itself among them
     */
    record Member(long id, Optional<String> way, int peers, int passing, Optional<Instant> asOf, String fault) {}

    /** A proxy. */
    record Place(String address, String name, boolean own, boolean up, Optional<Long> distanceMs) {}

    static Overview of(ProxyService service, Neighbours neighbours, List<Locale> languages) {
        Optional<ProxySettings> said = service.settings();
        Optional<Proxy> proxy = service.proxy();
        return new Overview(
                said.filter(ProxySettings::federated).isPresent() ? ProxySettings.FEDERATED : ProxySettings.LOCAL,
                said.map(ProxySettings::port).orElse(0),
                proxy.map(own -> word(own.program().kind())).orElse("off"),
                proxy.map(Proxy::problem).orElse(Texts.none()).in(languages),
                neighbours.own().map(ProxyAddress::toString),
                neighbours.mayGoDirect(),
                proxy.flatMap(Proxy::federation)
                        .map(list -> member(said.orElseThrow().id().orElse(0), list, languages)),
                proxy.filter(Proxy::isUp).flatMap(Proxy::figures),
                places(neighbours));
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Member member(long id, FederationList.State list, List<Locale> languages) {
        Optional<Federation> known = list.copy().map(Copy::value);
        return new Member(
                id,
                known.map(federation -> word(federation.own().way())),
                known.map(federation -> federation.peers().size()).orElse(0),
                known.map(federation -> FederationList.passing(id, federation).size())
                        .orElse(0),
                list.copy().map(Copy::asOf),
                list.fault().in(languages));
    }

    private static List<Place> places(Neighbours neighbours) {
        Optional<ProxyAddress> own = neighbours.own();
        List<ProxyAddress> used = neighbours.proxies();
        Set<ProxyAddress> all = new LinkedHashSet<>(used);
        own.ifPresent(all::add);
        all.addAll(neighbours.wanted());
        return all.stream()
                .map(proxy -> {
                    boolean mine = own.equals(Optional.of(proxy));
                    return new Place(
                            proxy.toString(),
                            neighbours.ticks().find(proxy).map(Ticks.Tick::name).orElse(""),
                            mine,
                            mine ? neighbours.isOwnUp() : neighbours.ranking().isUp(proxy),
                            neighbours.ranking().millis(proxy).stream()
                                    .mapToObj(Math::round)
                                    .findFirst());
                })
                .toList();
    }
}
