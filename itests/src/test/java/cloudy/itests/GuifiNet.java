// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import cloudy.guifi.GuifiServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * guifi.net on a host of its own: the files that {@link GuifiServer#FILES} names, which can be written anew at any time, and
 * its API with the user {@value #USER}. It can be away for a day.
 */
final class GuifiNet implements Closeable {

    static final String USER = "anna";
    static final String PASSWORD = "three geese & a pond";

    private static final int PORT = 8080;

    private final Host host;
    private final Path folder;
    private Talker program;

    private GuifiNet(Host host, Path folder) {
        this.host = host;
        this.folder = folder;
    }

    /** Fills a folder, and serves it. */
    static GuifiNet on(Host host, Path folder) throws IOException {
        var net = new GuifiNet(host, GuifiServer.filled(folder));
        net.back();
        return net;
    }

    /** What a node's setting {@code baseUrl} has to be. */
    String base() {
        return "http://" + host.address() + ':' + PORT;
    }

    /** Writes a file, such as {@code guifi/export/8512/federation}. */
    void put(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A file as it is. */
    String file(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    /** Nothing listens there any more. */
    void away() {
        program.close();
    }

    /** Listens again. What was added by its API is forgotten; the files are as they were. */
    void back() throws IOException {
        program = host.java(
                GuifiServer.class, folder.toString(), host.address(), Integer.toString(PORT), Talker.BEGINNING);
    }

    @Override
    public void close() {
        program.close();
    }
}
