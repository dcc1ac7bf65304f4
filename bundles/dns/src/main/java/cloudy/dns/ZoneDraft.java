// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.file.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * A zone file while it is written, straight to the disk: the zones of all devices are more than fit into a small memory.
 * Whether it differs from the one in force is known at its end only, and with it the serial number, which has its place
 * at the beginning. For one thread.
 */
final class ZoneDraft implements AutoCloseable {

    private static final int BUFFER = 32 * 1024;

    private final Path file;
    private final Path draft;
    private final FileChannel channel;
    private final OutputStream out;
    private final MessageDigest digest;
    private final Name origin;
    private final int serialAt;
    private long records;

    /** Begins the file {@code .new-<name>} beside the one in force. */
    ZoneDraft(Path file, Name origin, Name server, Name contact, ZoneText.Timers timers) throws IOException {
        this.file = file;
        this.origin = origin;
        draft = file.resolveSibling(AtomicFile.UNFINISHED + file.getFileName());
        Files.deleteIfExists(draft);
        channel = FileChannel.open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        digest = sha256();
        String before = ZoneText.before(origin, server, contact, timers);
        serialAt = before.length();
        write(before);
        out.write(ZoneText.serial(0).getBytes(US_ASCII));
        write(ZoneText.after(timers));
    }

    static ZoneDraft of(Path file, ZoneText zone) throws IOException {
        var draft = new ZoneDraft(file, zone.origin(), zone.server(), zone.contact(), zone.timers());
        try {
            for (String line : zone.lines()) {
                draft.line(line);
            }
            return draft;
        } catch (IOException | RuntimeException e) {
            draft.close();
            throw e;
        }
    }

    /** Adds a record. */
    void line(String record) throws IOException {
        write(record);
        write("\n");
        records++;
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        digest.update(bytes);
        out.write(bytes);
    }

    Name origin() {
        return origin;
    }

    /** The file that it is to replace. */
    Path file() {
        return file;
    }

    /** Where it is until then. */
    Path draft() {
        return draft;
    }

    long records() {
        return records;
    }

    /** Ends the writing; names all that is in the file but for the serial number. */
    String end() throws IOException {
        out.flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Fills in the serial number and has all of it reach the disk. */
    void number(long serial) throws IOException {
        var place = ByteBuffer.wrap(ZoneText.serial(serial).getBytes(US_ASCII));
        for (long at = serialAt; place.hasRemaining(); ) {
            at += channel.write(place, at);
        }
        channel.force(true);
    }

    /** The serial number of a file that was written so; -1 where there is none. */
    static long serialOf(Path file) {
        try (var in = Files.newBufferedReader(file, US_ASCII)) {
            in.readLine();
            String[] words = String.valueOf(in.readLine()).split(" ", -1);
            return words.length > 5 && words[5].matches("[0-9]{1,10}") ? Long.parseLong(words[5]) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Gives the draft up, unless it has taken its place. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(draft);
    }
}
