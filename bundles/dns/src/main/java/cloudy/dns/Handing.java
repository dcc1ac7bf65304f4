// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Name;

/** Which of the zones that other servers on this node answer for are handed on. */
final class Handing {

    private Handing() {}

    /** Those with a name of the DNS that nothing else has. */
    static List<NamedConf.Handed> zones(Collection<HandedZone> offered, Collection<Served> served) {
        Set<Name> taken = new HashSet<>();
        served.stream()
                .filter(zone -> zone.side() == Served.Side.INTERNAL)
                .map(Served::zone)
                .forEach(taken::add);
        List<NamedConf.Handed> handed = new ArrayList<>();
        for (HandedZone one : offered) {
            HandedZone.Zone zone = one.zone();
            Names.absolute(zone.name())
                    .filter(name -> !PublicNames.has(name))
                    .filter(taken::add)
                    .ifPresent(name -> handed.add(new NamedConf.Handed(name, zone.server(), zone.way())));
        }
        return handed;
    }
}
