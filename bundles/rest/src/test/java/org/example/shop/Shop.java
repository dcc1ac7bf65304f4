// SPDX-License-Identifier: Apache-2.0
package org.example.shop;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** What a third party brings: answers that say what they were asked. */
@Component(service = Operations.class)
public final class Shop implements Operations {

    private final ExecutorService timer = Executors.newSingleThreadExecutor();
    private final byte[] large = "x".repeat(8_000_000).getBytes(StandardCharsets.UTF_8);
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public Map<String, Operation> operations() {
        var operations = new LinkedHashMap<String, Operation>();
        operations.put("listItems", Shop::echo);
        operations.put("getItem", Shop::echo);
        operations.put("writeItem", Shop::echo);
        operations.put("guess", call -> Answer.done());
        operations.put("closeShop", call -> Answer.done());
        operations.put("getBroken", call -> {
            throw new IllegalStateException("the password is xyzzy");
        });
        operations.put("getLarge", call -> Answer.bytes("text/plain", large));
        operations.put("getBusy", call -> {
            throw Problem.tooMany("Too many buy just now.", 7);
        });
        operations.put(
                "getStillborn",
                call -> Answer.stream("text/event-stream", sink -> {
                    sink.send("data: never\n\n");
                    throw Problem.of(503, "There is no room.");
                }));
        operations.put("getVersioned", call -> Answer.versioned("v1", () -> Map.of("text", "long ".repeat(1000))));
        operations.put("getLate", this::late);
        operations.put("getStream", this::stream);
        operations.put(
                "getFile", call -> Answer.bytes("text/plain", call.text("path").getBytes(StandardCharsets.UTF_8)));
        return operations;
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }

    private static Answer echo(Call call) {
        var map = new LinkedHashMap<String, Object>();
        map.put("by", call.caller().map(caller -> caller.name()));
        map.put("parameters", call.parameters());
        map.put("body", call.body());
        map.put("headers", call.headers());
        map.put("languages", call.languages());
        return Answer.ok(map);
    }

    private Answer late(Call call) {
        var future = new CompletableFuture<Answer>();
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, timer).execute(() -> {
            if (call.flag("fail")) {
                future.completeExceptionally(new IllegalStateException("the password is xyzzy"));
            } else {
                future.complete(Answer.ok(Map.of("late", true)));
            }
        });
        return Answer.later(future);
    }

    private Answer stream(Call call) {
        return Answer.stream("text/event-stream", sink -> {
            timer.execute(() -> {
                String padding = " ".repeat(call.number("pieces") > 1000 ? 1000 : 0);
                for (long i = 0; i < call.number("pieces"); i++) {
                    if (!sink.send("data: " + i + padding + "\n\n")) {
                        return;
                    }
                }
                sink.end();
            });
            return () -> System.setProperty("org.example.shop.closed", "" + closed.incrementAndGet());
        });
    }
}
