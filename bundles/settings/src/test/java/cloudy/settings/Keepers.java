// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.access.Caller;
import cloudy.api.file.AtomicFile;
import cloudy.testing.Keeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.cm.file.FilePersistenceManager;
import org.osgi.framework.FrameworkUtil;

/** Those whose writes go wrong: ours, and the one that ConfigurationAdmin has of its own. */
final class Keepers {

    /** Long enough for more than one buffer, in lines that a settings file may have. */
    private static String much(String word) {
        return (word + ' ').repeat(20_000 / (word.length() + 1)).strip();
    }

    /** The word, if all of it is there. */
    private static String whole(String much) {
        String word = much.split(" ", 2)[0];
        return much.equals(much(word)) ? word : "torn, " + much.length() + " characters";
    }

    private Keepers() {}

    /** {@link AtomicFile} alone. */
    public static final class Plain implements Keeper {

        private Path file;

        @Override
        public void open(Path folder) throws IOException {
            AtomicFile.sweep(folder, "*");
            file = folder.resolve("word");
        }

        @Override
        public String read() throws IOException {
            return Files.exists(file) ? whole(Files.readString(file)) : "";
        }

        @Override
        public void write(String word) throws IOException {
            AtomicFile.write(file, much(word).getBytes(US_ASCII));
        }
    }

    /** What Felix ConfigurationAdmin keeps configurations with. */
    public static final class Felix implements Keeper {

        private static final String PID = "cloudy.word";

        private FilePersistenceManager files;

        @Override
        public void open(Path folder) {
            files = new FilePersistenceManager(folder.toString());
        }

        @Override
        public String read() throws IOException {
            return files.exists(PID) ? whole(files.load(PID).get("word").toString()) : "";
        }

        @Override
        public void write(String word) throws IOException {
            Map<String, Object> properties = Map.of("word", much(word), "service.pid", PID);
            files.store(PID, FrameworkUtil.asDictionary(properties));
        }
    }

    /** The settings of a node, with the framework and its ConfigurationAdmin. */
    public static final class Whole implements Keeper {

        private static final String PID = "cloudy.word";

        private Etc etc;

        @Override
        public void open(Path folder) throws Exception {
            etc = new Etc(folder);
            etc.start();
        }

        @Override
        public String read() {
            String value = etc.settings().read(PID).get("word");
            return value == null ? "" : whole(value);
        }

        @Override
        public void write(String word) throws IOException {
            etc.settings().write(PID, Map.of("word", much(word)), Caller.shell());
        }
    }
}
