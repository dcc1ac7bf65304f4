// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Names on disk the jars that are suspects, the last started first, so that the next boot knows whom to blame if the
 * JVM ends now. Safe for use by the follower's thread and the one that ends the JVM.
 */
final class Marker {

    private final DurableFile file;
    private final List<Suspect> suspects = new ArrayList<>();
    private boolean dirty;
    private boolean closed;

    Marker(DurableFile file) {
        this.file = file;
    }

    /** Those whom the last run left behind: none after an orderly stop. */
    List<Suspect> leftBehind(Lines lines) {
        return file.readOrNone(lines).stream()
                .map(Suspect::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Is on disk when this returns; a jar must not be started before, nor at all if it returns false. */
    synchronized boolean starting(Suspect suspect) throws IOException {
        if (closed) {
            return false;
        }
        suspects.removeIf(named(suspect.name()));
        suspects.add(0, suspect);
        dirty = true;
        write();
        return true;
    }

    /** Its start came back. */
    synchronized void started(String name) throws IOException {
        suspects.replaceAll(suspect -> suspect.name().equals(name) ? suspect.in(Suspect.Phase.SETTLING) : suspect);
        dirty = true;
        flush();
    }

    /** It ran for a while, or is gone. Only noted, for {@link #flush()}. */
    synchronized void cleared(String name) {
        dirty |= suspects.removeIf(named(name).and(suspect -> suspect.phase() != Suspect.Phase.CONVICTED));
    }

    synchronized void flush() throws IOException {
        if (dirty && !closed) {
            write();
        }
    }

    synchronized List<Suspect> suspects() {
        return List.copyOf(suspects);
    }

    /** What the last run left behind has been dealt with: only these stay named, until they are {@link #acquit}ted. */
    synchronized void convict(List<Suspect> toBlame) {
        toBlame.forEach(suspect -> suspects.add(suspect.in(Suspect.Phase.CONVICTED)));
        dirty = true;
    }

    synchronized boolean isConvicted(String name, String sha256) {
        return suspects.stream()
                .anyMatch(suspect -> suspect.phase() == Suspect.Phase.CONVICTED
                        && suspect.name().equals(name)
                        && suspect.sha256().equals(sha256));
    }

    synchronized void acquit(String name) {
        dirty |= suspects.removeIf(named(name).and(suspect -> suspect.phase() == Suspect.Phase.CONVICTED));
    }

    /** The node stops: whose doing that is stays named, nobody else does. */
    synchronized void close(Optional<Suspect> guilty) throws IOException {
        if (!closed) {
            suspects.removeIf(suspect -> suspect.phase() != Suspect.Phase.CONVICTED
                    && guilty.filter(named(suspect.name())).isEmpty());
            suspects.replaceAll(
                    suspect -> suspect.phase() == Suspect.Phase.CONVICTED ? suspect : suspect.in(Suspect.Phase.GUILTY));
            write();
            closed = true;
        }
    }

    private void write() throws IOException {
        if (suspects.isEmpty()) {
            file.delete();
        } else {
            try {
                file.write(suspects.stream().map(Suspect::line).toList());
            } catch (IOException full) {
                // No mark rather than one that blames somebody who has long been cleared.
                file.delete();
                throw full;
            }
        }
        dirty = false;
    }

    private static Predicate<Suspect> named(String name) {
        return suspect -> suspect.name().equals(name);
    }
}
