// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this node's identity is kept, twice: who loses it is another node to all neighbours.
 *
 * <p>A file that makes no sense is set aside, never deleted. One that cannot be read at all stays where it is: with the
 * right permissions, or after another start, it may be fine.
 */
final class IdentityFile {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityFile.class);
    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_SET_ASIDE = 1_000;

    /**
     * What was found in a file.
     *
     * @param isThere whether there is a file that must not be written over, identity or not
     */
    private record Kept(Optional<Identity> identity, boolean isThere) {}

    private final Path folder;
    private final Path file;
    private final Path copy;

    IdentityFile(Path folder) {
        this.folder = folder;
        file = folder.resolve("identity.pem");
        copy = folder.resolve("identity-copy.pem");
    }

    /** The identity that is kept, or a new one; never fails, so that the node starts. */
    Identity open() {
        try {
            AtomicFile.privateFolder(folder);
            AtomicFile.sweep(folder, "identity*");
        } catch (IOException e) {
            LOG.error("data/node: {}", e.toString());
        }
        Kept first = read(file);
        Kept second = read(copy);
        if (first.identity().isPresent()) {
            keepCopy(first.identity().get(), second);
            return first.identity().get();
        }
        if (second.identity().isPresent()) {
            return restored(second.identity().get(), first);
        }
        return first.isThere() || second.isThere() ? passing() : made();
    }

    private void keepCopy(Identity identity, Kept second) {
        if (second.identity().filter(other -> !other.id().equals(identity.id())).isPresent()) {
            // The operator brought another identity.pem. The one that was used until now may be wanted again.
            setAside(copy, "is the key of " + second.identity().get().id() + ", not of " + identity.id());
        }
        if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            store(copy, identity);
        }
    }

    private Identity restored(Identity identity, Kept first) {
        if (!first.isThere() && store(file, identity)) {
            LOG.warn("data/node/identity.pem was restored from its copy; this node is still {}", identity.id());
        }
        return identity;
    }

    private Identity made() {
        boolean lost = Files.exists(aside(file, 1)) || Files.exists(aside(copy, 1));
        Identity identity = Identity.make();
        boolean stored = store(file, identity);
        boolean copied = store(copy, identity);
        if (!stored && !copied) {
            sayPassing(identity);
        } else if (lost) {
            LOG.error(
                    "The key of this node is lost, and with it its id: it is {} now, and neighbours take it for another"
                            + " node. To have the old one back, stop the node, put a good identity.pem into data/node"
                            + " and start it again",
                    identity.id());
        } else {
            LOG.info("This node is {} from now on. Whoever has data/node/identity.pem is this node", identity.id());
        }
        return identity;
    }

    /** An identity for this run only: there is one on the disk, which must not be written over. */
    private static Identity passing() {
        Identity identity = Identity.make();
        sayPassing(identity);
        return identity;
    }

    private static void sayPassing(Identity identity) {
        LOG.error(
                "Until data/node can be read and written this node has a new id at every start, now {}, and neighbours"
                        + " take it for another one",
                identity.id());
    }

    private static Kept read(Path from) {
        if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            return new Kept(Optional.empty(), false);
        }
        try (InputStream in = Files.newInputStream(from)) {
            Identity identity = Identity.parse(new String(in.readNBytes(MAX_BYTES), US_ASCII));
            Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
            if (!Files.getPosixFilePermissions(from).equals(ownerOnly)) {
                Files.setPosixFilePermissions(from, ownerOnly);
            }
            return new Kept(Optional.of(identity), true);
        } catch (GeneralSecurityException e) {
            boolean gone = setAside(from, "makes no sense (" + e.getMessage() + ")");
            return new Kept(Optional.empty(), !gone);
        } catch (IOException e) {
            LOG.error("data/node/{} cannot be read: {}", from.getFileName(), e.toString());
            return new Kept(Optional.empty(), true);
        }
    }

    private static boolean setAside(Path bad, String why) {
        int number = 1;
        while (number < MAX_SET_ASIDE && Files.exists(aside(bad, number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        Path aside = aside(bad, number);
        try {
            // Fails on a name that is taken.
            Files.move(bad, aside);
            LOG.error("data/node/{} {}; it was set aside as {}", bad.getFileName(), why, aside.getFileName());
            return true;
        } catch (IOException e) {
            LOG.error("data/node/{} {}, and cannot be set aside: {}", bad.getFileName(), why, e.toString());
            return false;
        }
    }

    private static Path aside(Path bad, int number) {
        return bad.resolveSibling(bad.getFileName() + ".bad-" + number);
    }

    private static boolean store(Path to, Identity identity) {
        try {
            AtomicFile.write(to, identity.toPem().getBytes(US_ASCII));
            return true;
        } catch (IOException e) {
            LOG.error("data/node/{} cannot be written: {}", to.getFileName(), e.toString());
            return false;
        }
    }
}
