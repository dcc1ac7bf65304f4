// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How Syncthing is at one moment, as the API and the page show it. */
final class Overview {

    private static final int MAX_ERRORS = 20;

    private final Syncthing syncthing;
    private final SyncthingClient client;
    private final Conflicts conflicts;

    Overview(Syncthing syncthing, Conflicts conflicts) {
        this.syncthing = syncthing;
        client = syncthing.client();
        this.conflicts = conflicts;
    }

    /** @param event the latest event that went before */
    Map<String, Object> at(long event) throws IOException, InterruptedException {
        DeviceId own = client.device();
        Facts links = Facts.of(client.get("/rest/system/connections"));
        var view = new LinkedHashMap<String, Object>();
        view.put("deviceId", own.text());
        view.put("attached", syncthing.isAttached());
        view.put("event", event);
        view.put("at", Instant.now());
        view.put("inBytes", links.in("total").number("inBytesTotal"));
        view.put("outBytes", links.in("total").number("outBytesTotal"));
        view.put("roots", syncthing.roots().paths().stream().map(Path::toString).toList());
        view.put("folders", folders());
        view.put("devices", devices(own, links.in("connections")));
        view.put("pendingDevices", pendingDevices());
        view.put("pendingFolders", pendingFolders());
        return view;
    }

    List<Map<String, Object>> folders() throws IOException, InterruptedException {
        List<Map<String, Object>> folders = new ArrayList<>();
        for (Facts folder : syncthing.folders().all()) {
            folders.add(folder(folder));
        }
        return folders;
    }

    private Map<String, Object> folder(Facts folder) throws IOException, InterruptedException {
        String id = folder.raw("id");
        boolean paused = folder.flag("paused");
        // Of a folder that is paused Syncthing knows no state.
        Facts status =
                paused ? Facts.of(null) : Facts.of(client.get("/rest/db/status?folder=" + SyncthingClient.part(id)));
        var view = new LinkedHashMap<String, Object>();
        view.put("id", folder.text("id"));
        view.put("label", folder.text("label"));
        view.put("path", folder.text("path"));
        view.put("type", folder.text("type"));
        view.put("paused", paused);
        view.put("state", paused ? "paused" : status.text("state"));
        view.put("files", status.number("globalFiles"));
        view.put("bytes", status.number("globalBytes"));
        view.put("needBytes", status.number("needBytes"));
        view.put("percent", percent(status.number("globalBytes"), status.number("needBytes")));
        view.put("error", status.text("error"));
        view.put("errors", status.number("pullErrors") == 0 ? List.of() : errors(id));
        view.put("conflicts", conflicts.in(id, folder.raw("path"), status.number("sequence")));
        view.put(
                "devices",
                folder.all("devices").stream()
                        .map(with -> with.text("deviceID"))
                        .toList());
        return view;
    }

    private List<Map<String, Object>> errors(String folder) throws IOException, InterruptedException {
        String path = "/rest/folder/errors?perpage=" + MAX_ERRORS + "&folder=" + SyncthingClient.part(folder);
        return Facts.of(client.get(path)).all("errors").stream()
                .limit(MAX_ERRORS)
                .map(error -> Map.<String, Object>of("path", error.text("path"), "error", error.text("error")))
                .toList();
    }

    List<Map<String, Object>> devices() throws IOException, InterruptedException {
        Facts links = Facts.of(client.get("/rest/system/connections"));
        return devices(client.device(), links.in("connections"));
    }

    private List<Map<String, Object>> devices(DeviceId own, Facts links) throws IOException, InterruptedException {
        Facts seen = Facts.of(client.get("/rest/stats/device"));
        Hellos hellos = Hellos.heard(client);
        List<Map<String, Object>> devices = new ArrayList<>();
        for (Facts device : syncthing.neighbours().all()) {
            if (!device.raw("deviceID").equals(own.text())) {
                devices.add(device(device, links, seen, hellos));
            }
        }
        return devices;
    }

    private Map<String, Object> device(Facts device, Facts links, Facts seen, Hellos hellos)
            throws IOException, InterruptedException {
        String id = device.raw("deviceID");
        Facts link = links.in(id);
        boolean there = link.flag("connected");
        var view = new LinkedHashMap<String, Object>();
        view.put("id", id);
        view.put("name", device.text("name"));
        view.put("paused", device.flag("paused"));
        view.put("connected", there);
        view.put("refused", !there && hellos.refused().contains(id));
        view.put("address", link.text("address"));
        view.put("version", link.text("clientVersion"));
        view.put("lastSeen", seen.in(id).text("lastSeen"));
        view.put("inBytes", link.number("inBytesTotal"));
        view.put("outBytes", link.number("outBytesTotal"));
        if (there) {
            Facts completion = Facts.of(client.get("/rest/db/completion?device=" + id));
            view.put("percent", percent(completion.number("globalBytes"), completion.number("needBytes")));
        }
        return view;
    }

    List<Map<String, Object>> pendingDevices() throws IOException, InterruptedException {
        List<Map<String, Object>> pending = new ArrayList<>();
        syncthing
                .neighbours()
                .pendingDevices()
                .forEach((id, asked) -> pending.add(Map.of(
                        "id",
                        id,
                        "name",
                        asked.text("name"),
                        "address",
                        asked.text("address"),
                        "at",
                        asked.text("time"))));
        return pending;
    }

    List<Map<String, Object>> pendingFolders() throws IOException, InterruptedException {
        List<Map<String, Object>> pending = new ArrayList<>();
        syncthing.neighbours().pendingFolders().forEach((id, offered) -> offered.in("offeredBy")
                .entries()
                .forEach((device, offer) -> pending.add(Map.of(
                        "id", Facts.shown(id),
                        "label", offer.text("label"),
                        "device", device,
                        "at", offer.text("time")))));
        return pending;
    }

    /** Whole percents; a hundred only when nothing is missing. */
    private static long percent(long all, long needed) {
        return needed <= 0 || all <= 0 ? 100 : Math.max(0, Math.min(99, 100 * (all - needed) / all));
    }
}
