// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code data/access/sessions.json}: kept once only, for whoever loses it signs in again. */
final class SessionFile {

    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
    private static final int MAX_BYTES = 512 * 1024;

    private final Path folder;
    private final Path file;

    SessionFile(Path folder) {
        this.folder = folder;
        file = folder.resolve("sessions.json");
    }

    List<BrowserSession> open() {
        try {
            AtomicFile.privateFolder(folder);
            AtomicFile.sweep(folder, "sessions*");
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return List.of();
            }
            try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                var sessions = new ArrayList<BrowserSession>();
                for (Entries entries : Entries.read(in.readNBytes(MAX_BYTES)).objects("sessions")) {
                    sessions.add(read(entries));
                }
                return sessions;
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} cannot be read, so everyone has to sign in again", file);
            return List.of();
        }
    }

    private static BrowserSession read(Entries entries) throws IOException {
        return new BrowserSession(
                entries.text("id"),
                entries.text("hash"),
                entries.text("userId"),
                entries.number("epoch"),
                entries.text("address"),
                entries.text("device"),
                entries.time("created"),
                entries.time("lastUsed"));
    }

    void write(Collection<BrowserSession> sessions) throws IOException {
        AtomicFile.write(
                file,
                Entries.write(Map.of(
                        "sessions", sessions.stream().map(SessionFile::shown).toList())));
    }

    private static Map<String, Object> shown(BrowserSession session) {
        var entries = new LinkedHashMap<String, Object>();
        entries.put("id", session.id());
        entries.put("hash", session.hash());
        entries.put("userId", session.userId());
        entries.put("epoch", session.epoch());
        entries.put("address", session.address());
        entries.put("device", session.device());
        entries.put("created", session.created().toString());
        entries.put("lastUsed", session.lastUsed().toString());
        return entries;
    }
}
