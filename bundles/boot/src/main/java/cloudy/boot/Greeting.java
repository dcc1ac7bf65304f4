// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A few lines for whoever started the node: what it is, what others have to say, what it offers, how to reach it. */
final class Greeting {

    private static final Set<Run> OFFERED = EnumSet.of(Run.STARTING, Run.UP, Run.FAILING);
    private static final Texts UP = Texts.of(
            "Cloudy està en marxa: node %s, id %s.",
            "Cloudy está en marcha: nodo %s, id %s.", "Cloudy is up: node %s, id %s.");
    private static final Texts NOTHING = Texts.of(
            "Encara no ofereix res: cloudy service share anuncia el que ja funciona, i un mòdul va a %s.",
            "Todavía no ofrece nada: cloudy service share anuncia lo que ya funciona, y un módulo va en %s.",
            "It offers nothing yet: cloudy service share tells of what runs already, and a bundle goes into %s.");
    private static final Texts OFFERS = Texts.of("Ofereix: %s.", "Ofrece: %s.", "It offers: %s.");
    private static final Texts AND_MORE = Texts.of("%s i %s més", "%s y %s más", "%s and %s more");
    private static final Texts USE = Texts.of(
            "Per fer-lo servir: %1$s help; per aturar-lo: %1$s stop",
            "Para usarlo: %1$s help; para pararlo: %1$s stop", "Use it: %1$s help; end it: %1$s stop");
    private static final int SHOWN = 5;
    private static final int MAX_LINE = 300;
    private static final int MAX_MORE = 20;

    private final Path home;
    private final Path base;

    Greeting(Path home, Path base) {
        this.home = home;
        this.base = base;
    }

    /**
     * The lines.
     *
     * @param more what others have to say
     */
    List<Texts> lines(Node node, List<LocalService> services, List<Texts> more) {
        var lines = new ArrayList<Texts>();
        lines.add(UP.with(node.name(), node.id()));
        lines.addAll(more.subList(0, Math.min(more.size(), MAX_MORE)));
        lines.add(offers(services));
        lines.add(USE.with(home.resolve("bin/cloudy")));
        return lines.stream().map(line -> line.clean(MAX_LINE)).toList();
    }

    private Texts offers(List<LocalService> services) {
        var descriptions = services.stream()
                .filter(service -> OFFERED.contains(service.run()))
                .flatMap(service -> service.offers().stream())
                .map(announced -> announced.offer().description())
                .toList();
        if (descriptions.isEmpty()) {
            return NOTHING.with(base.resolve("deploy"));
        }
        var more = descriptions.size() - SHOWN;
        String first = descriptions.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return OFFERS.with(more > 0 ? AND_MORE.with(first, more) : first);
    }
}
