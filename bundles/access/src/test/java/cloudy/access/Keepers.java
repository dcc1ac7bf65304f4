// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.testing.Keeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** What this room keeps, for its writes to go wrong. */
final class Keepers {

    private Keepers() {}

    /** A user whose name changes: he is added, and the one before removed. */
    public static final class OfUsers implements Keeper {

        private TestRoom room;

        @Override
        public void open(Path folder) {
            room = new TestRoom(folder);
        }

        @Override
        public String read() {
            // Of two the kill came in between: the newer one was being written.
            List<User> all = room.people.users().all();
            return all.isEmpty() ? "" : all.get(all.size() - 1).name();
        }

        @Override
        public void write(String word) {
            room.add(word, Role.VIEWER);
            for (User user : room.people.users().all()) {
                if (!user.name().equals(word)) {
                    room.people.users().remove(user.name());
                }
            }
        }

        @Override
        public void close() {
            room.close();
        }
    }

    /** A token whose name changes. */
    public static final class OfTokens implements Keeper {

        private TestRoom room;

        @Override
        public void open(Path folder) {
            room = new TestRoom(folder);
            if (room.people.users().all().isEmpty()) {
                room.add("anna", Role.ADMIN);
            }
        }

        @Override
        public String read() {
            return room.people.tokens().all().stream()
                    .map(Token::name)
                    .max(String::compareTo)
                    .orElse("");
        }

        @Override
        public void write(String word) {
            List<Token> before = room.people.tokens().all();
            User anna = room.people.users().find("anna").orElseThrow();
            room.people.tokens().make(anna, word, Role.VIEWER, Set.of(), Duration.ofDays(1));
            before.forEach(token -> room.people.tokens().revoke(token.id()));
        }

        @Override
        public void close() {
            room.close();
        }
    }

    /** The audit log, where the word is the target of the newest entry, and which must be whole. */
    public abstract static class OfEntries implements Keeper {

        private static final String ACTION = "keep";

        private final long maxBytes;
        private final Executor later;
        private AuditLog log;

        OfEntries(long maxBytes, Executor later) {
            this.maxBytes = maxBytes;
            this.later = later;
        }

        @Override
        public void open(Path folder) {
            log = new AuditLog(folder, new TestClock(), later, maxBytes);
        }

        @Override
        public String read() throws IOException {
            AuditReport report = log.verify();
            if (!report.intact()) {
                return "not intact: " + report.problems();
            }
            return log.list(Long.MAX_VALUE, 10).stream()
                    .filter(line -> line.entries().find("action").equals(Optional.of(ACTION)))
                    .map(line -> line.entries().find("target").orElse(""))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public void write(String word) {
            log.append(Caller.shell(), "", ACTION, word, "done");
        }

        @Override
        public void close() {
            log.close();
        }
    }

    /** One file, as for months. */
    public static final class OneFile extends OfEntries {

        public OneFile() {
            super(1 << 20, later -> {});
        }
    }

    /** A new file after each entry, and the head written each time. */
    public static final class NewFiles extends OfEntries {

        public NewFiles() {
            super(1, Runnable::run);
        }
    }
}
