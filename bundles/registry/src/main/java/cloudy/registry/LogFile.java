// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** One generation of a log, read line after line as it grows. Not safe for use by several threads. */
final class LogFile implements AutoCloseable {

    /** A line without an end is cut here. */
    private static final int LONGEST = 8_000;

    private final FileChannel channel;
    private final Object identity;
    private final ByteBuffer buffer = ByteBuffer.allocate(8_192);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long position;

    private LogFile(FileChannel channel, Object identity) {
        this.channel = channel;
        this.identity = identity;
    }

    /** Opens what is there under this name now. */
    static LogFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new LogFile(channel, identity(file));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether another file has taken the name, or this one was emptied. */
    boolean isReplaced(Path file) throws IOException {
        try {
            return !identity.equals(identity(file)) || channel.size() < position;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Leaves out all but the last bytes. Answers whether that left out anything. */
    boolean skipToLast(long bytes) throws IOException {
        position = Math.max(0, channel.size() - bytes);
        return position > 0;
    }

    /** Reads the lines that are there by now; one that has no end yet waits for it. */
    void read(Consumer<String> reader) throws IOException {
        int count = channel.read(buffer.clear(), position);
        while (count > 0) {
            position += count;
            for (int i = 0; i < count; i++) {
                byte each = buffer.get(i);
                if (each == '\n') {
                    reader.accept(text());
                } else if (line.size() < LONGEST) {
                    line.write(each);
                }
            }
            count = channel.read(buffer.clear(), position);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private String text() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
    }

    private static Object identity(Path file) throws IOException {
        Object key = Files.getAttribute(file, "unix:ino");
        return key == null ? file : key;
    }
}
