// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/** A process around a {@link Keeper}, for {@link Faults} to kill: says on its output what came of each line of its input. */
public final class KeeperProgram {

    /** It was kept. */
    static final String KEPT = "kept";

    /** It was not, and this is why. */
    static final String REFUSED = "refused ";

    /** What is asked for: that it is opened once more. */
    static final String ANEW = "anew";

    /** What is there. */
    static final String FOUND = "found ";

    private KeeperProgram() {}

    /**
     * Runs it.
     *
     * @param arguments the keeper's class and the folder
     */
    public static void main(String... arguments) throws Exception {
        Class<? extends Keeper> type = Class.forName(arguments[0]).asSubclass(Keeper.class);
        Path folder = Path.of(arguments[1]);
        // As it is, and not by way of System.out: one answer is one write, seen by whoever watches the calls.
        try (var out = new FileOutputStream(FileDescriptor.out);
                var in = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
            Keeper keeper = open(type, folder);
            answer(out, read(keeper));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    answer(out, read(keeper));
                } else if (line.equals(ANEW)) {
                    keeper.close();
                    keeper = open(type, folder);
                    answer(out, read(keeper));
                } else {
                    answer(out, write(keeper, line));
                }
            }
        }
    }

    private static Keeper open(Class<? extends Keeper> type, Path folder) throws Exception {
        Keeper keeper = type.getDeclaredConstructor().newInstance();
        keeper.open(folder);
        return keeper;
    }

    private static String read(Keeper keeper) {
        try {
            return FOUND + keeper.read();
        } catch (Exception e) {
            return FOUND + e;
        }
    }

    private static String write(Keeper keeper, String word) {
        try {
            keeper.write(word);
            return KEPT;
        } catch (Exception e) {
            return REFUSED + e;
        }
    }

    private static void answer(FileOutputStream out, String line) throws IOException {
        out.write((line.replaceAll("[^ -~]", " ") + '\n').getBytes(US_ASCII));
    }
}
