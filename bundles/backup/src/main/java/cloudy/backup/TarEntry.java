// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

/**
 * One thing in a tar archive.
 *
 * @param name relative, its parts divided by slashes
 * @param mode rights, as in {@code chmod}
 * @param modified in seconds since 1970
 * @param size of a file, in bytes; 0 of all else
 * @param target of a link
 */
record TarEntry(String name, Kind kind, int mode, long modified, long size, String target) {

    /** What is read of an archive. Hard links, devices and all else are in none. */
    enum Kind {
        FILE('0'),
        LINK('2'),
        FOLDER('5'),
        /** Only in what a program keeps; a backup has the other three. */
        PIPE('6');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        char code() {
            return code;
        }
    }

    static TarEntry file(String name, int mode, long modified, long size) {
        return new TarEntry(name, Kind.FILE, mode, modified, size, "");
    }
}
