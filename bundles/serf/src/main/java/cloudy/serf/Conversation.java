// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.RpcClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is said to the agent and heard from it: makes sure that it is the right one, follows its events and its log, and
 * reads its members. Works on the thread of its executor; members and lines of the log come in by the connection's.
 */
final class Conversation implements RpcLink.Watcher {

    /** How long what is known is kept while the agent is away, or back and still looking for the others. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** Who is told what becomes of it, on the one thread. */
    interface Listener {

        /** The agent said who it is. */
        void introduced(AgentStats agent);

        /** The members are known, this node's own among them. */
        void ready(RpcClient agent);

        void lost(String reason);

        /** Something that members say has changed; by any thread. */
        void changed();
    }

    private final Endpoint rpc;
    private final Optional<OwnAgent> own;
    private final MemberView view;
    private final NameGuard guard;
    private final Listener listener;
    private final ScheduledExecutorService work;

    private volatile Map<String, String> ownTags = Map.of();
    private final AtomicBoolean ownTagsAreNews = new AtomicBoolean();
    private boolean wasUp;

    /** @param own the agent that there should be; empty where any will do */
    Conversation(
            Endpoint rpc,
            Optional<OwnAgent> own,
            MemberView view,
            NameGuard guard,
            Listener listener,
            ScheduledExecutorService work) {
        this.rpc = rpc;
        this.own = own;
        this.view = view;
        this.guard = guard;
        this.listener = listener;
        this.work = work;
    }

    @Override
    public void up(RpcClient agent) {
        wasUp = true;
        agent.stats()
                .thenAcceptAsync(answer -> introduced(agent, AgentStats.of(answer)), work)
                // A lost connection; its end is told to down().
                .exceptionally(failure -> null);
    }

    @Override
    public void down(String reason) {
        listener.lost(reason);
        if (wasUp) {
            wasUp = false;
            var unused = work.schedule(view.doubt(), GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void introduced(RpcClient agent, AgentStats answer) {
        Optional<String> given = own.flatMap(OwnAgent::config).map(AgentConfig::name);
        if (own.isPresent() && !given.equals(Optional.of(answer.name()))) {
            agent.close("the agent at " + rpc + " is another one: its name is " + answer.name());
            return;
        }
        ownTags = Map.of();
        view.own(answer.name());
        listener.introduced(answer);
        listen(agent);
        // First the stream, then the list: nothing can happen in between unseen.
        agent.events(event -> {
                    view.told(event);
                    tags(event.member());
                })
                .thenCompose(nothing -> agent.members(this::told))
                .thenRunAsync(() -> listener.ready(agent), work)
                .exceptionally(failure -> {
                    agent.close(JoinFailure.inPlainWords(failure).english());
                    return null;
                });
    }

    private void listen(RpcClient agent) {
        var hints = new Hints(agent, this::told, work);
        var unused = agent.log("DEBUG", line -> {
            AgentLog.member(line).ifPresent(hints::add);
            AgentLog.twin(line).ifPresent(where -> work.execute(() -> guard.twin(where)));
            if (AgentLog.isConflictAsked(line)) {
                work.execute(guard::askedWhose);
            } else if (AgentLog.isConflictAnswered(line)) {
                work.execute(guard::answeredWhose);
            }
        });
    }

    /** The agent says this of a member. */
    void told(Member member) {
        view.told(member);
        tags(member);
    }

    private void tags(Member member) {
        if (member.name().equals(view.ownName())) {
            ownTags = member.tags();
            ownTagsAreNews.set(true);
            listener.changed();
        }
    }

    /** The tags that this node's member has, as the agent told last. */
    Map<String, String> ownTags() {
        return ownTags;
    }

    /** Whether it told of them since this was asked last. */
    boolean ownTagsAreNews() {
        return ownTagsAreNews.getAndSet(false);
    }
}
