// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** Speaks the RPC as an agent does, or not quite: what it answers is up to the test. */
public class FakeAgent implements Closeable {

    /** Answers one command; {@code false} for "as an agent does". */
    public interface Behaviour {
        boolean answer(String command, long number, Value body, OutputStream out) throws IOException;
    }

    /** A member of the cluster that it tells of. */
    public record Node(String name, String address, Map<String, String> tags) {}

    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Behaviour behaviour;
    public final List<String> commands = new CopyOnWriteArrayList<>();
    public final AtomicInteger connections = new AtomicInteger();
    public volatile List<Node> members = List.of(new Node("me", "10.0.0.1", Map.of()));
    /** The name of its own member. */
    public volatile String name = "me";

    /** What was written to its tag of services, the empty text for "taken away". */
    public final List<String> written = new CopyOnWriteArrayList<>();

    /** Whom it was asked to join or to forget. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private volatile OutputStream eventsOut;
    private volatile long eventsNumber;

    public FakeAgent(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public static FakeAgent honest() throws IOException {
        return new FakeAgent((command, number, body, out) -> false);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static void thread(Runnable task) {
        var thread = new Thread(task, "test-fake-agent");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                MessageUnpacker in = MessagePack.newDefaultUnpacker(socket.getInputStream())) {
            OutputStream out = socket.getOutputStream();
            while (in.hasNext()) {
                Map<Value, Value> header = in.unpackValue().asMapValue().map();
                String command = header.get(text("Command")).asStringValue().asString();
                long number = header.get(text("Seq")).asIntegerValue().asLong();
                boolean hasBody = !List.of("members", "stats", "leave").contains(command);
                Value body = hasBody ? in.unpackValue() : org.msgpack.value.ValueFactory.newNil();
                commands.add(command);
                note(command, body);
                if (!behaviour.answer(command, number, body, out)) {
                    answer(command, number, out);
                }
            }
        } catch (IOException | RuntimeException e) {
            // The other side went, or the test wanted so.
        }
    }

    private void note(String command, Value body) {
        switch (command) {
            case "tags" -> {
                Value services = entry(body, "Tags").asMapValue().map().get(text("services"));
                String value = services == null ? "" : services.asStringValue().asString();
                written.add(value);
                members = members.stream()
                        .map(node -> node.name().equals(name)
                                ? new Node(name, node.address(), value.isEmpty() ? Map.of() : Map.of("services", value))
                                : node)
                        .toList();
            }
            case "join" -> entry(body, "Existing").asArrayValue().forEach(address -> asked.add(address.toString()));
            case "force-leave" -> asked.add(entry(body, "Node").toString());
            default -> {}
        }
    }

    private static Value entry(Value body, String key) {
        return body.asMapValue().map().get(text(key));
    }

    private static Value text(String text) {
        return org.msgpack.value.ValueFactory.newString(text);
    }

    private void answer(String command, long number, OutputStream out) throws IOException {
        switch (command) {
            case "members", "members-filtered" ->
                send(out, packer -> {
                    header(packer, number, "");
                    packer.packMapHeader(1).packString("Members").packArrayHeader(members.size());
                    for (Node node : members) {
                        member(packer, node);
                    }
                });
            case "stats" ->
                send(out, packer -> {
                    header(packer, number, "");
                    packer.packMapHeader(2)
                            .packString("agent")
                            .packMapHeader(1)
                            .packString("name")
                            .packString(name);
                    packer.packString("serf")
                            .packMapHeader(2)
                            .packString("health_score")
                            .packString("0");
                    packer.packString("members").packString(Integer.toString(members.size()));
                });
            case "get-coordinate" ->
                send(out, packer -> {
                    header(packer, number, "");
                    packer.packMapHeader(2)
                            .packString("Ok")
                            .packBoolean(true)
                            .packString("Coord")
                            .packMapHeader(4);
                    packer.packString("Vec")
                            .packArrayHeader(2)
                            .packDouble(Math.random() / 1000)
                            .packDouble(0.01);
                    packer.packString("Error").packDouble(1);
                    packer.packString("Adjustment")
                            .packDouble(0)
                            .packString("Height")
                            .packDouble(0.0001);
                });
            case "join" ->
                send(out, packer -> {
                    header(packer, number, "");
                    packer.packMapHeader(1).packString("Num").packInt(1);
                });
            case "stream" -> {
                // Whoever is told that the stream was accepted may send an event at once, and not before.
                synchronized (out) {
                    eventsNumber = number;
                    eventsOut = out;
                    send(out, packer -> header(packer, number, ""));
                }
            }
            default -> send(out, packer -> header(packer, number, ""));
        }
    }

    /** Streams an event to whoever asked last. */
    public void event(String kind, Node... nodes) throws IOException {
        send(eventsOut, packer -> {
            header(packer, eventsNumber, "");
            packer.packMapHeader(2).packString("Event").packString(kind);
            packer.packString("Members").packArrayHeader(nodes.length);
            for (Node node : nodes) {
                member(packer, node);
            }
        });
    }

    public boolean isStreaming() {
        return eventsOut != null;
    }

    /** Writes msgpack. */
    public interface Writer {
        void write(MessagePacker packer) throws IOException;
    }

    public static void send(OutputStream out, Writer writer) throws IOException {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            writer.write(packer);
            synchronized (out) {
                out.write(packer.toByteArray());
            }
        }
    }

    public static void header(MessagePacker packer, long number, String error) throws IOException {
        packer.packMapHeader(2)
                .packString("Seq")
                .packLong(number)
                .packString("Error")
                .packString(error);
    }

    private static void member(MessagePacker packer, Node node) throws IOException {
        packer.packMapHeader(6).packString("Name").packString(node.name());
        byte[] address = InetAddress.getByName(node.address()).getAddress();
        packer.packString("Addr").packBinaryHeader(address.length).writePayload(address);
        packer.packString("Port").packInt(5000).packString("Status").packString("alive");
        packer.packString("Tags").packMapHeader(node.tags().size());
        for (var tag : node.tags().entrySet()) {
            packer.packString(tag.getKey()).packString(tag.getValue());
        }
        packer.packString("ProtocolMin").packInt(1);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
