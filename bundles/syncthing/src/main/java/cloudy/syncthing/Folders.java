// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The folders of this node's Syncthing. Safe for use by many threads: what is read and written back is so by one at a time. */
final class Folders {

    static final String CONFIG = "/rest/config/folders";

    private static final String ID = "[A-Za-z0-9_][A-Za-z0-9._-]{0,63}";
    private static final List<String> TYPES = List.of("sendreceive", "sendonly", "receiveonly");
    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyz234567";
    private static final int PART = 5;
    private static final int MOST = 256;

    private final Syncthing syncthing;
    private final SecureRandom random = new SecureRandom();

    Folders(Syncthing syncthing) {
        this.syncthing = syncthing;
    }

    /** What a folder shall be; what is empty stays as it is, or is Syncthing's usual. */
    record Wish(
            Optional<String> label, Optional<String> type, Optional<Boolean> paused, Optional<List<DeviceId>> devices) {

        Wish {
            if (type.isPresent() && !TYPES.contains(type.get())) {
                throw new InvalidFieldException("type", Why.mustBeOneOf(TYPES), type.get());
            }
        }

        static Wish sharedWith(DeviceId device) {
            return new Wish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(List.of(device)));
        }
    }

    List<Facts> all() throws IOException, InterruptedException {
        return Facts.list(syncthing.client().get(CONFIG));
    }

    Optional<Facts> find(String id) throws IOException, InterruptedException {
        return all().stream().filter(folder -> folder.raw("id").equals(id)).findFirst();
    }

    /**
     * Adds a folder.
     *
     * @param id empty for a new one
     * @param path absolute or below the first root; empty for one that is called like the folder
     */
    synchronized String add(Optional<String> id, Optional<String> path, Wish wish)
            throws IOException, InterruptedException {
        String name = requireId(id.orElseGet(this::made));
        List<Facts> all = all();
        if (all.size() >= MOST) {
            throw Problem.of(
                    409,
                    Texts.of("Ja hi ha %s carpetes.", "Ya hay %s carpetas.", "There are %s folders already.")
                            .with(MOST));
        }
        if (all.stream().anyMatch(folder -> folder.raw("id").equals(name))) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Ja hi ha una carpeta amb aquest identificador.",
                            "Ya hay una carpeta con este identificador.",
                            "There is a folder of this id already."),
                    "id");
        }
        List<Path> taken = new ArrayList<>();
        for (Facts folder : all) {
            taken.add(Roots.real(Path.of(folder.raw("path")).toAbsolutePath()));
        }
        Path place = syncthing.roots().resolve(path.orElse(name), taken);
        if (!syncthing.makes(place)) {
            Files.createDirectories(place);
        }
        var folder = new LinkedHashMap<String, Object>();
        folder.put("id", name);
        folder.put("path", place.toString());
        // Said, whatever the defaults of a foreign Syncthing are: external versioning would run a command.
        folder.put("versioning", Map.of("type", ""));
        folder.put("fsWatcherDelayS", 1);
        folder.putAll(changes(wish));
        syncthing.client().put(CONFIG + '/' + name, folder);
        return name;
    }

    synchronized void change(String id, Wish wish) throws IOException, InterruptedException {
        require(id);
        syncthing.client().patch(CONFIG + '/' + id, changes(wish));
    }

    /** Forgets a folder; the files stay. */
    synchronized void remove(String id) throws IOException, InterruptedException {
        require(id);
        syncthing.client().delete(CONFIG + '/' + id);
    }

    /** Offers a folder to a device beside those that have it, or no longer; false when it was so already. */
    synchronized boolean share(String id, DeviceId device, boolean offered) throws IOException, InterruptedException {
        Set<String> devices = new TreeSet<>();
        require(id).all("devices").forEach(with -> devices.add(with.raw("deviceID")));
        if (offered ? !devices.add(device.text()) : !devices.remove(device.text())) {
            return false;
        }
        syncthing
                .client()
                .patch(
                        CONFIG + '/' + id,
                        changes(new Wish(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(devices.stream().map(DeviceId::new).toList()))));
        return true;
    }

    private Facts require(String id) throws IOException, InterruptedException {
        return find(requireId(id))
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "No existeix aquesta carpeta.", "No existe esta carpeta.", "There is no such folder.")));
    }

    private Map<String, Object> changes(Wish wish) throws IOException, InterruptedException {
        var changes = new LinkedHashMap<String, Object>();
        wish.label().ifPresent(label -> changes.put("label", label));
        wish.type().ifPresent(type -> changes.put("type", type));
        wish.paused().ifPresent(paused -> changes.put("paused", paused));
        if (wish.devices().isPresent()) {
            Set<String> devices = new TreeSet<>();
            devices.add(syncthing.requireOwn().text());
            wish.devices().get().forEach(device -> devices.add(device.text()));
            changes.put(
                    "devices",
                    devices.stream().map(device -> Map.of("deviceID", device)).toList());
        }
        return changes;
    }

    /** A neighbour that offers a folder chooses its id: it becomes the name of a folder on the disk. */
    static String requireId(String id) {
        if (!id.matches(ID)) {
            throw new InvalidFieldException(
                    "id",
                    Texts.of(
                            "ha de tenir d'1 a 64 lletres, xifres, punts, guions o guions baixos, i no començar amb"
                                    + " un punt",
                            "debe tener de 1 a 64 letras, cifras, puntos, guiones o guiones bajos, y no empezar con"
                                    + " un punto",
                            "must be 1 to 64 letters, digits, dots, hyphens or underscores, not first a dot"),
                    id);
        }
        return id;
    }

    private String made() {
        var id = new StringBuilder();
        random.ints(2 * PART, 0, LETTERS.length()).forEach(i -> id.append(LETTERS.charAt(i)));
        return id.insert(PART, '-').toString();
    }
}
