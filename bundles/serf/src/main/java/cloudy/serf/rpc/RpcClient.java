// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.msgpack.core.MessagePacker;

/**
 * The commands of an agent's RPC that Cloudy needs.
 *
 * <p>Answers are completed, and consumers called, by the thread that reads from the agent: they must not block. The
 * agent works on one command of a connection after the other, so what takes long there goes over a connection of its
 * own.
 */
public final class RpcClient implements AutoCloseable {

    private static final Duration QUICK = Duration.ofSeconds(10);

    /** Setting tags waits until the change has been gossiped, at most five seconds. */
    private static final Duration GOSSIPED = Duration.ofSeconds(20);

    /** Ten seconds to connect and half a minute to exchange states, in the WAN profile. */
    private static final Duration JOINED = Duration.ofSeconds(60);

    private static final int PROTOCOL = 1;
    private static final int DIMENSIONS = 32;
    private static final int MAX_EARLY = 100;

    private final RpcConnection connection;

    private RpcClient(RpcConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects to an agent and makes itself known; blocks, some seconds at most.
     *
     * @param authKey empty for none
     * @param timer runs the time limits
     */
    public static RpcClient connect(InetSocketAddress address, String authKey, ScheduledExecutorService timer)
            throws IOException, InterruptedException {
        var client = new RpcClient(RpcConnection.open(address, timer));
        try {
            client.await(client.command("handshake", out -> pair(out, "Version").packInt(PROTOCOL)));
            if (!authKey.isEmpty()) {
                // Nothing may be sent behind it before it is answered: the agent would take the rest for a new command.
                client.await(client.command("auth", out -> pair(out, "AuthKey").packString(authKey)));
            }
            return client;
        } catch (IOException | InterruptedException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Completes with the reason when the connection is closed, whoever closed it. */
    public CompletableFuture<String> closed() {
        return connection.closed();
    }

    /** Tells of each member the agent knows, one after the other. */
    public CompletableFuture<Void> members(Consumer<Member> reader) {
        return connection.ask("members", out -> {}, in -> membersIn(in, reader), JOINED);
    }

    /** Tells of the members with these names, as they are now. */
    public CompletableFuture<Void> members(Collection<String> names, Consumer<Member> reader) {
        // Go's regular expressions quote so; a name that would end the quoting is not asked for.
        String pattern = names.stream()
                .filter(name -> !name.contains("\\E"))
                .map(name -> "\\Q" + name + "\\E")
                .collect(Collectors.joining("|", "(?:", ")"));
        return connection.ask(
                "members-filtered", out -> pair(out, "Name").packString(pattern), in -> membersIn(in, reader), QUICK);
    }

    private static Void membersIn(WireReader in, Consumer<Member> reader) throws IOException {
        in.map(key -> {
            if (key.equals("Members")) {
                in.array(() -> reader.accept(in.member()));
            } else {
                in.skip();
            }
        });
        return null;
    }

    /** Follows what happens to members. */
    public CompletableFuture<Void> events(Consumer<MemberEvent> reader) {
        return connection.follow(
                "stream",
                out -> pair(out, "Type").packString("member-join,member-leave,member-failed,member-update,member-reap"),
                in -> event(in, reader),
                QUICK);
    }

    private static Void event(WireReader in, Consumer<MemberEvent> reader) throws IOException {
        var event = new Object() {
            String kind = "";
            final List<Member> early = new ArrayList<>();
        };
        in.map(key -> {
            switch (key) {
                case "Event" -> event.kind = in.text();
                case "Members" ->
                    in.array(() -> {
                        Member member = in.member();
                        if (!event.kind.isEmpty()) {
                            reader.accept(new MemberEvent(event.kind, member));
                        } else if (event.early.size() < MAX_EARLY) {
                            // Every agent says first what happened, though a map has no order.
                            event.early.add(member);
                        }
                    });
                default -> in.skip();
            }
        });
        event.early.forEach(member -> reader.accept(new MemberEvent(event.kind, member)));
        return null;
    }

    /** Follows the agent's log, the last lines of before included. */
    public CompletableFuture<Void> log(String level, Consumer<String> reader) {
        return connection.follow(
                "monitor",
                out -> pair(out, "LogLevel").packString(level),
                in -> {
                    in.map(key -> {
                        if (key.equals("Log")) {
                            reader.accept(in.text());
                        } else {
                            in.skip();
                        }
                    });
                    return null;
                },
                QUICK);
    }

    /** Sets a tag of the agent's own member, or removes it. */
    public CompletableFuture<Void> tag(String name, Optional<String> value) {
        return connection.ask(
                "tags",
                out -> {
                    out.packMapHeader(2).packString("Tags");
                    out.packMapHeader(value.isPresent() ? 1 : 0);
                    if (value.isPresent()) {
                        out.packString(name).packString(value.get());
                    }
                    out.packString("DeleteTags").packArrayHeader(value.isPresent() ? 0 : 1);
                    if (value.isEmpty()) {
                        out.packString(name);
                    }
                },
                Reply.NONE,
                GOSSIPED);
    }

    /** Joins through some members; answers how many were reached, and fails when none was. */
    public CompletableFuture<Integer> join(List<String> addresses) {
        return connection.ask(
                "join",
                out -> {
                    out.packMapHeader(2).packString("Existing").packArrayHeader(addresses.size());
                    for (String address : addresses) {
                        out.packString(address);
                    }
                    out.packString("Replay").packBoolean(false);
                },
                in -> {
                    var reached = new int[1];
                    in.map(key -> {
                        if (key.equals("Num")) {
                            reached[0] = (int) in.number();
                        } else {
                            in.skip();
                        }
                    });
                    return reached[0];
                },
                true,
                JOINED);
    }

    /**
     * Has a member that failed or left forgotten by the whole cluster. The connection cannot be used afterwards: some
     * agents answer by more than a header.
     */
    public CompletableFuture<Void> forget(String member) {
        return connection.ask(
                "force-leave",
                out -> out.packMapHeader(2)
                        .packString("Node")
                        .packString(member)
                        .packString("Prune")
                        .packBoolean(true),
                Reply.NONE,
                GOSSIPED);
    }

    /** What the agent says of itself: values by name, in groups such as {@code agent} and {@code serf}. */
    public CompletableFuture<Map<String, Map<String, String>>> stats() {
        return connection.ask(
                "stats",
                out -> {},
                in -> {
                    var stats = new HashMap<String, Map<String, String>>();
                    in.map(group -> {
                        var values = new HashMap<String, String>();
                        in.map(key -> {
                            String value = in.text();
                            if (values.size() < 64) {
                                values.put(key, value);
                            }
                        });
                        if (stats.size() < 16) {
                            stats.put(group, values);
                        }
                    });
                    return stats;
                },
                QUICK);
    }

    /** Where a member is; empty while the agent has never had an answer from it. */
    public CompletableFuture<Optional<Coordinate>> coordinate(String member) {
        return connection.ask(
                "get-coordinate",
                out -> pair(out, "Node").packString(member),
                in -> {
                    var answer = new Object() {
                        boolean known;
                        List<Double> position = List.of();
                        double height;
                        double adjustment;
                    };
                    in.map(key -> {
                        switch (key) {
                            case "Ok" -> answer.known = in.flag();
                            case "Coord" ->
                                in.map(part -> {
                                    switch (part) {
                                        case "Vec" -> answer.position = in.decimals(DIMENSIONS);
                                        case "Height" -> answer.height = in.decimal();
                                        case "Adjustment" -> answer.adjustment = in.decimal();
                                        default -> in.skip();
                                    }
                                });
                            default -> in.skip();
                        }
                    });
                    return answer.known
                            ? Optional.of(new Coordinate(answer.position, answer.height, answer.adjustment))
                            : Optional.empty();
                },
                QUICK);
    }

    private CompletableFuture<Void> command(String name, RpcConnection.Body body) {
        return connection.ask(name, body, Reply.NONE, QUICK);
    }

    private static MessagePacker pair(MessagePacker out, String key) throws IOException {
        return out.packMapHeader(1).packString(key);
    }

    private void await(CompletableFuture<Void> answer) throws IOException, InterruptedException {
        try {
            answer.get(QUICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException refused ? refused : new RpcException("refused", e);
        } catch (TimeoutException e) {
            throw new RpcException("the agent does not answer", e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Closes the connection for a reason that {@link #closed} tells. */
    public void close(String reason) {
        connection.close(reason);
    }
}
