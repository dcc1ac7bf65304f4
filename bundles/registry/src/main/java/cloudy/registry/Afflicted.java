// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import java.util.List;
import java.util.Optional;

/** The services that something is wrong with, in words. */
final class Afflicted {

    private static final int MAX = 10;
    private static final int MAX_LENGTH = 200;

    private Afflicted() {}

    /** The first few of those that run so, each with its reason; empty when there are none. */
    static Optional<Texts> by(Run run, LocalServices services) {
        List<Texts> all = services.all().stream()
                .filter(service -> service.run() == run)
                .limit(MAX)
                .map(service -> Texts.of(service.why().isEmpty() ? "%s" : "%s: %s")
                        .with(service.id(), service.why())
                        .clean(MAX_LENGTH))
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Texts.joined("; ", all));
    }
}
