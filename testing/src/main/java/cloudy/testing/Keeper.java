// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import java.nio.file.Path;

/** Something that keeps a word in a folder, and must still have it after the worst: what {@link Faults} tries. */
public interface Keeper {

    /** Opens what is kept, as a start of the node does; called once, before all else. */
    void open(Path folder) throws Exception;

    /** The word, whole; empty when none was ever kept. */
    String read() throws Exception;

    /**
     * Keeps another word; it is kept once this returns.
     *
     * @throws Exception when it is not
     */
    void write(String word) throws Exception;

    /** Lets go of the folder, for another one to open it; what is kept stays. */
    default void close() {}
}
