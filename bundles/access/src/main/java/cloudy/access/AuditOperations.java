// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reading the audit log. */
final class AuditOperations {

    private final AuditLog log;
    private final AtomicBoolean verifying = new AtomicBoolean();

    AuditOperations(AuditLog log) {
        this.log = log;
    }

    Map<String, Operation> operations() {
        return Map.of("listAudit", this::listAudit, "verifyAudit", this::verifyAudit);
    }

    private Answer listAudit(Call call) throws IOException {
        People.requireAdmin(call.requireCaller());
        int limit = (int) call.number("limit");
        // One more tells whether there is a next page.
        List<AuditLine> lines = log.list(before(call.find("cursor")), limit + 1);
        boolean more = lines.size() > limit;
        List<AuditLine> items = more ? lines.subList(0, limit) : lines;
        Optional<String> next = more
                ? Optional.of(Page.encode(Long.toString(items.get(limit - 1).seq())))
                : Optional.empty();
        return Answer.ok(new Page<>(items, next).map(AuditOperations::shown).toMap());
    }

    private static long before(Optional<String> cursor) {
        try {
            return cursor.map(Page::decode).map(Long::parseLong).orElse(Long.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw new InvalidFieldException("cursor", Why.mustBeCursor());
        }
    }

    private static Map<String, Object> shown(AuditLine line) {
        var shown = new LinkedHashMap<String, Object>();
        for (String name : List.of("seq", "time", "user", "role", "proof", "from", "action", "target", "outcome")) {
            Object value = line.entries().map().get(name);
            shown.put(name, value == null ? "" : value);
        }
        shown.put("hash", line.hash());
        return shown;
    }

    private Answer verifyAudit(Call call) {
        People.requireAdmin(call.requireCaller());
        if (!verifying.compareAndSet(false, true)) {
            throw Problem.tooMany(
                    Texts.of(
                            "El registre d'auditoria ja s'està comprovant; espereu que acabi.",
                            "El registro de auditoría ya se está comprobando; espere a que termine.",
                            "The audit log is being checked already; wait for that."),
                    5);
        }
        return Answer.later(verified());
    }

    // Reads up to 60 MB, so not in a thread of the web server; one that lasts no longer than that.
    private CompletionStage<Answer> verified() {
        var answer = new CompletableFuture<Answer>();
        var thread = new Thread(
                () -> {
                    try {
                        answer.complete(Answer.ok(log.verify()));
                    } catch (IOException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    } finally {
                        verifying.set(false);
                    }
                },
                "cloudy-access-verify");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }
}
