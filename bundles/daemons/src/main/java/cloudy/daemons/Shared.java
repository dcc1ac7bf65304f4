// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.helper.wire.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the node and a program of another user have in common: the program's group gets what the node has written, and what
 * the program writes is of that group by itself, of which the node's user is a member. Links are never followed: the
 * program may put one anywhere in what it writes.
 */
final class Shared {

    private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("---r-----");
    private static final Set<PosixFilePermission> WRITE = PosixFilePermissions.fromString("---rw----");

    private final Program program;
    private final Path folder;

    private final String name;

    /**
     * Of a program.
     *
     * @param folder {@code data/daemons/<word>}
     * @param name of its group
     */
    Shared(Program program, Path folder, String name) {
        this.program = program;
        this.folder = folder;
        this.name = name;
    }

    /** Gives the program what is its; what it has already is left as it is. */
    void share() throws IOException {
        GroupPrincipal group;
        try {
            group = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (IOException none) {
            throw new IOException("there is no group " + name, none);
        }
        var owner = Files.getOwner(folder);
        // Of its own folder not the log, which is the node's.
        give(folder, new Gift(group, owner, READ, Depth.ALL), name -> name.startsWith("files-"));
        give(folder.resolve("home"), new Gift(group, owner, WRITE, Depth.UNTIL_GIVEN), name -> true);
        Path data = folder.getParent().getParent();
        for (String read : program.read()) {
            give(data.resolve(read), new Gift(group, owner, READ, Depth.ALL), name -> true);
        }
        for (String written : program.written()) {
            give(data.resolve(written), new Gift(group, owner, WRITE, Depth.UNTIL_GIVEN), name -> true);
        }
        for (String owned : program.owned()) {
            give(data.resolve(owned), new Gift(group, owner, WRITE, Depth.ONE), name -> true);
        }
    }

    /** Refuses where something is still another user's. */
    void requireOurs() throws IOException {
        var owner = Files.getOwner(folder);
        Path data = folder.getParent().getParent();
        List<Path> places = new ArrayList<>(List.of(folder.resolve("home")));
        program.written().forEach(place -> places.add(data.resolve(place)));
        program.owned().forEach(place -> places.add(data.resolve(place)));
        for (Path place : places) {
            if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                try (var all = Files.newDirectoryStream(place)) {
                    for (Path each : all) {
                        if (!Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                            throw new IOException(
                                    each + " belongs to " + program.user()
                                            + ", and root's helper does not answer; when the node starts again it is the node's");
                        }
                    }
                }
            }
        }
    }

    /** How far down it goes. */
    private enum Depth {
        /** All of it. */
        ALL,
        /** A folder that was given is not looked into again: it is the program that writes there. */
        UNTIL_GIVEN,
        /** What is in its folders has rights that people gave it. */
        ONE
    }

    private record Gift(GroupPrincipal group, UserPrincipal owner, Set<PosixFilePermission> rights, Depth depth) {

        boolean leadsInto(boolean given) {
            return depth == Depth.ALL || (depth == Depth.UNTIL_GIVEN && !given);
        }

        boolean isGiven(PosixFileAttributes of) {
            return !of.owner().equals(owner)
                    || (of.group().equals(group) && of.permissions().containsAll(wanted(of)));
        }

        Set<PosixFilePermission> wanted(PosixFileAttributes of) {
            Set<PosixFilePermission> wanted = EnumSet.copyOf(of.permissions());
            wanted.addAll(rights);
            if (of.isDirectory()) {
                wanted.add(PosixFilePermission.GROUP_EXECUTE);
            }
            return wanted;
        }

        void give(PosixFileAttributeView view, PosixFileAttributes of) throws IOException {
            view.setGroup(group);
            view.setPermissions(wanted(of));
        }
    }

    private static void give(Path top, Gift gift, Predicate<String> names) throws IOException {
        if (!Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var stream = Files.newDirectoryStream(top)) {
            if (!(stream instanceof SecureDirectoryStream<Path> folder)) {
                throw new IOException("the folders of this system cannot be walked safely");
            }
            within(folder, gift, names);
            PosixFileAttributeView view = folder.getFileAttributeView(PosixFileAttributeView.class);
            PosixFileAttributes of = view.readAttributes();
            if (!gift.isGiven(of)) {
                gift.give(view, of);
            }
        }
    }

    private static void within(SecureDirectoryStream<Path> folder, Gift gift, Predicate<String> names)
            throws IOException {
        List<Path> all = new ArrayList<>();
        folder.forEach(entry -> all.add(entry.getFileName()));
        for (Path name : all) {
            if (names.test(name.toString())) {
                try {
                    one(folder, name, gift);
                } catch (NoSuchFileException gone) {
                    // The program, or the node, has deleted it meanwhile.
                }
            }
        }
    }

    private static void one(SecureDirectoryStream<Path> folder, Path name, Gift gift) throws IOException {
        PosixFileAttributeView view =
                folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes of = view.readAttributes();
        boolean given = gift.isGiven(of);
        if (of.isDirectory() && gift.leadsInto(given)) {
            try (SecureDirectoryStream<Path> below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                within(below, gift, entry -> true);
            }
        }
        // After what is in it: so one that is given was given whole.
        if (!given && (of.isDirectory() || of.isRegularFile())) {
            gift.give(view, of);
        }
    }
}
