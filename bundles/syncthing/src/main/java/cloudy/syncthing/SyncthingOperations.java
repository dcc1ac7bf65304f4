// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Syncthing in the HTTP API. */
@Component(service = Operations.class)
public final class SyncthingOperations implements Operations {

    private static final int USUAL_PORT = 22000;
    private static final String BASE = "/api/v1/x/cloudy.syncthing/folders/";

    private final ServiceDirectory directory;
    private final Conflicts conflicts = new Conflicts();

    /** Comes anew with each change of the settings; the contract of the API stays. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SyncthingService service;

    @Activate
    public SyncthingOperations(@Reference ServiceDirectory directory) {
        this(directory, null);
    }

    SyncthingOperations(ServiceDirectory directory, SyncthingService service) {
        this.directory = directory;
        this.service = service;
    }

    /** An operation that needs Syncthing. */
    private interface Work {

        Answer answer(Syncthing syncthing, Call call) throws Exception;
    }

    @Override
    public Map<String, Operation> operations() {
        Map<String, Work> all = new HashMap<>();
        all.put("getSyncthing", this::overview);
        all.put("listSyncthingFolders", (own, call) -> list(overview(own).folders()));
        all.put("listSyncthingDevices", (own, call) -> list(overview(own).devices()));
        all.put(
                "listSyncthingRequests",
                (own, call) -> Answer.ok(Map.of(
                        "devices", overview(own).pendingDevices(),
                        "folders", overview(own).pendingFolders())));
        all.put("addSyncthingFolder", this::addFolder);
        all.put("changeSyncthingFolder", (own, call) -> {
            own.folders().change(call.text("folder"), wish(call));
            return Answer.done();
        });
        all.put("removeSyncthingFolder", (own, call) -> {
            own.folders().remove(call.text("folder"));
            return Answer.done();
        });
        all.put("changeSyncthingDevice", (own, call) -> {
            own.neighbours().change(device(call), call.bodyText("name"), flag(call, "paused"));
            return Answer.done();
        });
        all.put("removeSyncthingDevice", (own, call) -> {
            own.neighbours().remove(device(call));
            return Answer.done();
        });
        all.put("acceptSyncthingDevice", (own, call) -> {
            own.neighbours().accept(device(call), call.bodyText("name"), port(device(call)));
            return Answer.done();
        });
        all.put("refuseSyncthingDevice", (own, call) -> {
            own.neighbours().refuse(device(call));
            return Answer.done();
        });
        all.put("acceptSyncthingFolder", (own, call) -> {
            own.neighbours().acceptFolder(bodyText(call, "folder"), device(call), call.bodyText("path"));
            return Answer.done();
        });
        all.put("refuseSyncthingFolder", (own, call) -> {
            own.neighbours().refuseFolder(bodyText(call, "folder"), device(call));
            return Answer.done();
        });
        Map<String, Operation> operations = new HashMap<>();
        all.forEach((id, work) -> operations.put(id, call -> answered(work, call)));
        return operations;
    }

    private Answer answered(Work work, Call call) throws Exception {
        try {
            return work.answer(syncthing(), call);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static Problem unreachable(IOException e) {
        return Problem.of(
                503,
                Texts.of("Syncthing no ho fa: %s.", "Syncthing no lo hace: %s.", "Syncthing does not do it: %s.")
                        .with(Explained.of(e)));
    }

    private Syncthing syncthing() {
        return Optional.ofNullable(service)
                .flatMap(SyncthingService::syncthing)
                .orElseThrow(() -> Problem.of(
                        503,
                        Texts.of(
                                "En aquest node Syncthing està apagat.",
                                "En este nodo Syncthing está apagado.",
                                "Syncthing is off on this node.")));
    }

    private Overview overview(Syncthing own) {
        return new Overview(own, conflicts);
    }

    private static Answer list(List<Map<String, Object>> items) {
        return Answer.ok(Map.of("items", items));
    }

    /** Answers at once, or, to who has seen the last event, as soon as there is another one. */
    private Answer overview(Syncthing own, Call call) {
        long after = call.number("after");
        Duration time = Duration.ofSeconds(call.number("waitS"));
        var answer = new CompletableFuture<Answer>();
        try {
            own.later(() -> {
                try {
                    long event = own.client().awaitEvent(after, time);
                    answer.complete(Answer.ok(overview(own).at(event)));
                } catch (IOException e) {
                    answer.completeExceptionally(unreachable(e));
                } catch (InterruptedException | RuntimeException e) {
                    // Only a change of the settings interrupts: whoever asks again finds the new one.
                    answer.completeExceptionally(Problem.of(
                            503,
                            Texts.of(
                                    "Syncthing s'està engegant de nou; torneu-ho a provar d'aquí a un moment.",
                                    "Syncthing está arrancando de nuevo; vuelva a intentarlo dentro de un momento.",
                                    "Syncthing is starting anew; try again in a moment.")));
                }
            });
        } catch (RejectedExecutionException busy) {
            throw Problem.tooMany(
                    Texts.of(
                            "Són massa els que miren Syncthing alhora.",
                            "Son demasiados los que miran Syncthing a la vez.",
                            "Too many look at Syncthing at a time."),
                    5);
        }
        return Answer.later(answer);
    }

    private Answer addFolder(Syncthing own, Call call) throws Exception {
        String id = own.folders().add(call.bodyText("id"), call.bodyText("path"), wish(call));
        return Answer.created(BASE + id, Map.of("id", id));
    }

    private static Folders.Wish wish(Call call) {
        Optional<List<DeviceId>> devices = call.body().get("devices") instanceof List<?> list
                ? Optional.of(list.stream()
                        .map(one -> DeviceId.require("devices", one.toString()))
                        .toList())
                : Optional.empty();
        return new Folders.Wish(call.bodyText("label"), call.bodyText("type"), flag(call, "paused"), devices);
    }

    private static Optional<Boolean> flag(Call call, String property) {
        return call.body().get(property) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    private static String bodyText(Call call, String property) {
        return call.bodyText(property).orElseThrow(() -> new InvalidFieldException(property, Why.isMissing()));
    }

    private static DeviceId device(Call call) {
        return DeviceId.require("device", call.text("device"));
    }

    /** Where the device listens, if it is announced. */
    private int port(DeviceId device) {
        return directory.search(Query.all().ofType(SyncthingService.TYPE)).stream()
                .filter(one -> one.txt().get("node_id").flatMap(DeviceId::parse).equals(Optional.of(device)))
                .mapToInt(Announcement::port)
                .filter(port -> port > 0)
                .findFirst()
                .orElse(USUAL_PORT);
    }
}
