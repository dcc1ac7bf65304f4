// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service that a file declares, or the reason why it declares none: one of the two is there. */
record DeclaredService(Optional<Declaration> declaration, Optional<InvalidFieldException> refusal)
        implements CloudyService {

    static DeclaredService of(Map<String, Object> properties) {
        try {
            return new DeclaredService(Optional.of(Declaration.of(properties)), Optional.empty());
        } catch (InvalidFieldException e) {
            return new DeclaredService(Optional.empty(), Optional.of(e));
        }
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        return List.of(declared().offer());
    }

    @Override
    public Health check() {
        return declared().check().get();
    }

    // A bad file keeps its place among the services: the registry asks, and is told what is wrong with it.
    private Declaration declared() {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return declaration.orElseThrow();
    }
}
