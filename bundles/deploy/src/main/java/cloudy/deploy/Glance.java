// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one {@code lstat} says of a file. Two equal glances mean the same content: the change time cannot be set back,
 * so a copy that keeps the old date (rsync, cp -p) still differs.
 */
record Glance(Kind kind, int owner, int mode, long size, long modified, long changed, long inode) {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /** Not through a link; {@link Optional#empty} if there is nothing. */
    static Optional<Glance> at(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** What a link leads to, if it is one. */
    static Optional<Glance> through(Path path) throws IOException {
        return read(path);
    }

    private static Optional<Glance> read(Path path, LinkOption... options) throws IOException {
        Map<String, Object> facts;
        try {
            facts = Files.readAttributes(path, "unix:uid,mode,size,lastModifiedTime,ctime,ino", options);
        } catch (java.nio.file.NoSuchFileException gone) {
            return Optional.empty();
        }
        int mode = (Integer) facts.get("mode");
        return Optional.of(new Glance(
                kind(mode),
                (Integer) facts.get("uid"),
                mode & 07777,
                (Long) facts.get("size"),
                nanos(facts.get("lastModifiedTime")),
                nanos(facts.get("ctime")),
                (Long) facts.get("ino")));
    }

    private static Kind kind(int mode) {
        return switch (mode & 0170000) {
            case 0100000 -> Kind.FILE;
            case 0040000 -> Kind.FOLDER;
            case 0120000 -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }
}
