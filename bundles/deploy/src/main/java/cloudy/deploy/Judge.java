// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Deals with the suspects that the last run left behind, before anything is started. */
final class Judge {

    private final Aside aside;
    private final Placer placer;
    private final Starter starter;
    private final Marker marker;
    private final Lines lines;

    Judge(Aside aside, Placer placer, Starter starter, Marker marker, Lines lines) {
        this.aside = aside;
        this.placer = placer;
        this.starter = starter;
        this.marker = marker;
        this.lines = lines;
    }

    void judge() throws IOException, InterruptedException {
        List<Suspect> left = marker.leftBehind(lines);
        var blamed = blamed(left);
        var toPutAside = new ArrayList<>(left.stream()
                .filter(suspect -> suspect.phase() == Suspect.Phase.CONVICTED)
                .toList());
        blamed.ifPresent(toPutAside::add);
        var stays = new ArrayList<Suspect>();
        for (Suspect suspect : toPutAside) {
            // In the framework's cache it would outlive its file.
            placer.remove(suspect);
            if (aside.isThere(suspect) && !aside.put(suspect)) {
                stays.add(suspect);
            }
        }
        if (blamed.isEmpty()) {
            left.stream().filter(suspect -> !toPutAside.contains(suspect)).forEach(starter::giveChance);
        }
        marker.convict(stays);
        starter.save();
    }

    /**
     * Who is to blame, as far as that can be told.
     *
     * <p>One whose code called System.exit is. One whose start was under way is, too, unless another one was a suspect
     * in more of the ends before: it may have taken the memory that this start wanted. Otherwise somebody may have
     * pulled the plug, and several jars may be suspects: all are started again; if the node ends once more, one after
     * another; and the one that was alone when it ended for the third time is to blame.
     */
    static Optional<Suspect> blamed(List<Suspect> suspects) {
        var live = suspects.stream()
                .filter(suspect -> suspect.phase() != Suspect.Phase.CONVICTED)
                .toList();
        return first(live, suspect -> suspect.phase() == Suspect.Phase.GUILTY)
                .or(() -> first(
                        live,
                        suspect -> suspect.phase() == Suspect.Phase.STARTING
                                && live.stream().noneMatch(other -> other.strikes() > suspect.strikes())))
                .or(() -> first(live, Suspect::isAlone));
    }

    private static Optional<Suspect> first(List<Suspect> suspects, Predicate<Suspect> which) {
        return suspects.stream().filter(which).findFirst();
    }
}
