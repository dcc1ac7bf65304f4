// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What this bundle brings to the HTTP API. */
@Component(service = Operations.class)
public final class AccessOperations implements Operations {

    private final Map<String, Operation> operations = new HashMap<>();

    @Activate
    public AccessOperations(@Reference Recognition known, @Reference AuditLog log) {
        this(known.people(), log);
    }

    AccessOperations(People people, AuditLog log) {
        var sessions = new SessionOperations(people);
        operations.putAll(sessions.operations());
        operations.putAll(new SetupOperations(people, sessions, people.log()).operations());
        operations.putAll(new UserOperations(people).operations());
        operations.putAll(new AccountOperations(people, sessions).operations());
        operations.putAll(new TokenOperations(people).operations());
        operations.putAll(new AuditOperations(log).operations());
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.copyOf(operations);
    }
}
