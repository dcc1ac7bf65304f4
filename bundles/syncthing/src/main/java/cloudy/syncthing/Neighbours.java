// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The devices that this node's Syncthing knows, and those that ask to be known. Safe for use by many threads. */
final class Neighbours {

    static final String CONFIG = "/rest/config/devices";

    private static final String PENDING_DEVICES = "/rest/cluster/pending/devices";
    private static final String PENDING_FOLDERS = "/rest/cluster/pending/folders";
    private static final int MAX_NAME = 64;

    private final Syncthing syncthing;

    Neighbours(Syncthing syncthing) {
        this.syncthing = syncthing;
    }

    /** All that are known, this node's own device among them. */
    List<Facts> all() throws IOException, InterruptedException {
        return Facts.list(syncthing.client().get(CONFIG));
    }

    Optional<Facts> find(DeviceId device) throws IOException, InterruptedException {
        return all().stream()
                .filter(one -> one.raw("deviceID").equals(device.text()))
                .findFirst();
    }

    /** Those that have tried to connect, by ID. */
    Map<String, Facts> pendingDevices() throws IOException, InterruptedException {
        return Facts.of(syncthing.client().get(PENDING_DEVICES)).entries();
    }

    /** Folders that devices offer and this node does not have, by ID; {@code offeredBy} says which devices. */
    Map<String, Facts> pendingFolders() throws IOException, InterruptedException {
        return Facts.of(syncthing.client().get(PENDING_FOLDERS)).entries();
    }

    /**
     * Has a device known from now on, at these addresses.
     *
     * @return false when it was known; nothing has changed then
     */
    synchronized boolean add(DeviceId device, String name, List<String> addresses)
            throws IOException, InterruptedException {
        if (device.equals(syncthing.requireOwn())) {
            throw new InvalidFieldException(
                    "device",
                    Texts.of(
                            "no pot ser el d'aquest mateix node",
                            "no puede ser el de este mismo nodo",
                            "must not be this node's own"));
        }
        if (find(device).isPresent()) {
            return false;
        }
        var entry = new LinkedHashMap<String, Object>();
        entry.put("deviceID", device.text());
        entry.put("name", Text.clean(name, MAX_NAME));
        entry.put("addresses", addresses);
        // Who is let in decides neither about others nor about folders.
        entry.put("introducer", false);
        entry.put("autoAcceptFolders", false);
        syncthing.client().put(CONFIG + '/' + device, entry);
        return true;
    }

    synchronized void change(DeviceId device, Optional<String> name, Optional<Boolean> paused)
            throws IOException, InterruptedException {
        requireOther(device);
        var changes = new LinkedHashMap<String, Object>();
        name.ifPresent(text -> changes.put("name", text));
        paused.ifPresent(wish -> changes.put("paused", wish));
        syncthing.client().patch(CONFIG + '/' + device, changes);
    }

    /** Forgets a device, and with it that folders were offered to it. */
    synchronized void remove(DeviceId device) throws IOException, InterruptedException {
        requireOther(device);
        syncthing.client().delete(CONFIG + '/' + device);
    }

    private Facts requireOther(DeviceId device) throws IOException, InterruptedException {
        return find(device)
                .filter(found -> !device.equals(syncthing.own().orElse(null)))
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "No existeix aquest dispositiu.", "No existe este dispositivo.", "There is no such device.")));
    }

    /** Lets a device in that has asked. */
    void accept(DeviceId device, Optional<String> name, int port) throws IOException, InterruptedException {
        Facts asked = pendingDevices().get(device.text());
        if (asked == null) {
            throw notAsking();
        }
        add(device, name.orElse(asked.text("name")), addresses(asked.raw("address"), port));
    }

    private static Problem notAsking() {
        return Problem.notFound(Texts.of(
                "Aquest dispositiu no ho demana, o ja no.",
                "Este dispositivo no lo pide, o ya no.",
                "This device does not ask, or not any more."));
    }

    /** Where it came from is known, but not where it listens: that is the port of its announcement, or the usual one. */
    private static List<String> addresses(String cameFrom, int port) {
        int colon = cameFrom.lastIndexOf(':');
        String host = colon < 0 ? "" : cameFrom.substring(0, colon);
        boolean numbers = host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]+\\]");
        return numbers ? List.of("tcp://" + host + ':' + port, "dynamic") : List.of("dynamic");
    }

    /** Has a device that asks be ignored from now on; adding it later ends that. */
    synchronized void refuse(DeviceId device) throws IOException, InterruptedException {
        Facts asked = pendingDevices().get(device.text());
        if (asked == null) {
            throw notAsking();
        }
        // The whole configuration goes back: no folder may be changed meanwhile.
        synchronized (syncthing.folders()) {
            Facts config = Facts.of(syncthing.client().get("/rest/config"));
            Map<String, Object> changed = config.copy();
            List<Object> ignored = new ArrayList<>();
            config.all("remoteIgnoredDevices").forEach(one -> ignored.add(one.map()));
            ignored.add(Map.of(
                    "deviceID", device.text(),
                    "name", asked.text("name"),
                    "address", asked.text("address"),
                    "time", now()));
            changed.put("remoteIgnoredDevices", ignored);
            syncthing.client().put("/rest/config", changed);
        }
        syncthing.client().delete(PENDING_DEVICES + "?device=" + device);
    }

    /** Takes a folder that a device offers: the one of that id, or a new one. */
    void acceptFolder(String folder, DeviceId device, Optional<String> path) throws IOException, InterruptedException {
        Facts offer = requireOffered(folder, device);
        if (syncthing.folders().find(folder).isPresent()) {
            syncthing.folders().share(folder, device, true);
            return;
        }
        var wish = new Folders.Wish(
                Optional.of(offer.text("label")), Optional.empty(), Optional.empty(), Optional.of(List.of(device)));
        syncthing.folders().add(Optional.of(folder), path, wish);
    }

    /** Has the offer of a folder be ignored from now on. */
    synchronized void refuseFolder(String folder, DeviceId device) throws IOException, InterruptedException {
        Facts offer = requireOffered(folder, device);
        List<Object> ignored = new ArrayList<>();
        requireOther(device).all("ignoredFolders").forEach(one -> ignored.add(one.map()));
        ignored.add(Map.of("id", folder, "label", offer.text("label"), "time", now()));
        syncthing.client().patch(CONFIG + '/' + device, Map.of("ignoredFolders", ignored));
        syncthing.client().delete(PENDING_FOLDERS + "?folder=" + SyncthingClient.part(folder) + "&device=" + device);
    }

    private Facts requireOffered(String folder, DeviceId device) throws IOException, InterruptedException {
        Facts offered = pendingFolders().getOrDefault(folder, Facts.of(null)).in("offeredBy");
        if (!offered.map().containsKey(device.text())) {
            throw Problem.notFound(Texts.of(
                    "Aquest dispositiu no ofereix aquesta carpeta, o ja no.",
                    "Este dispositivo no ofrece esta carpeta, o ya no.",
                    "This device does not offer this folder, or not any more."));
        }
        return offered.in(device.text());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
