// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.form.Texts;
import cloudy.mdns.wire.MalformedMessageException;
import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.MessageReader;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One interface: its socket, and what speaks and listens there. */
final class Link implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** The largest message that the RFC allows (6762, 17). */
    private static final int MAX_MESSAGE = 9_000;

    /** Messages read in one go, so that a flood does not keep our own timers waiting. */
    private static final int AT_ONCE = 64;

    private static final int TTL = 255;

    /** A question that nobody answers, asked to hear it. */
    private static final byte[] CALL = Packets.queries(
                    List.of(Question.of(Name.of("cloudy-call", "local"), RecordType.TXT)), List.of())
            .get(0);

    private final Attachment attachment;
    private final InetSocketAddress group;
    private final Scope scope;
    private final Echoes echoes;
    private final DatagramChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_MESSAGE);
    private final Responder responder;
    private final Browser browser;
    private Optional<Texts> trouble = Optional.empty();
    private boolean broken;
    private boolean heard;
    private boolean complained;

    /**
     * What a link needs to know of the node.
     *
     * @param isOwnAddress tells this node's addresses on all links
     * @param isOwnName tells what this node announces, on whatever link
     * @param room tells how many services of neighbours a link may keep
     */
    record Self(Predicate<InetAddress> isOwnAddress, Predicate<Name> isOwnName, IntSupplier room) {}

    /** Opens the socket and begins to listen. */
    Link(
            Attachment attachment,
            InetSocketAddress group,
            Loop loop,
            Sockets sockets,
            RandomGenerator random,
            Self self,
            Responder.Listener spoken,
            Browser.Listener heard)
            throws IOException {
        this.attachment = attachment;
        this.group = group;
        scope = new Scope(loop);
        echoes = new Echoes(scope);
        var reach = new Replies.Reach(group.getPort(), attachment::reaches);
        responder = new Responder(scope, this, random, self.isOwnAddress(), spoken, reach);
        browser = new Browser(
                scope, InstantSource.system(), this, random, attachment, self.isOwnName(), self.room(), heard);
        channel = sockets.channel();
        try {
            open(loop);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        browser.start();
    }

    private void open(Loop loop) throws IOException {
        NetworkInterface through = NetworkInterface.getByIndex(attachment.index());
        if (through == null) {
            throw new SocketException("the interface is gone");
        }
        channel.configureBlocking(false);
        // Beside other responders of this host, such as avahi.
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        // Bound to the group and not to all addresses: mDNS is for the link alone, and a packet that is sent to this
        // host's own address may come from anywhere in the community network.
        channel.bind(group);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, through);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, TTL);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
        channel.join(group.getAddress(), through);
        loop.register(channel, this::receive);
    }

    Responder responder() {
        return responder;
    }

    Attachment attachment() {
        return attachment;
    }

    /** Why nobody hears us, as far as we can tell. */
    Optional<Texts> trouble() {
        return trouble;
    }

    /** Whether anything came in since the last time that this was asked. */
    boolean hasHeard() {
        boolean since = heard;
        heard = false;
        return since;
    }

    /** Says something that is of no use to anybody, and comes back to whoever hears. */
    void call() {
        multicast(CALL);
    }

    /** Whether the socket is of no use any more. */
    boolean isBroken() {
        return broken;
    }

    /** It is of no use, whatever its socket says. */
    void giveUp() {
        broken = true;
    }

    @Override
    public void multicast(byte[] message) {
        echoes.sent(message);
        try {
            channel.send(ByteBuffer.wrap(message), group);
            trouble = Optional.empty();
        } catch (IOException e) {
            broken |= !channel.isOpen();
            trouble = Optional.of(Texts.of(
                            "no es pot enviar res per %s: %s",
                            "no se puede enviar nada por %s: %s", "nothing can be sent on %s: %s")
                    .with(attachment, e.getMessage()));
            complain("cannot send", e);
        }
    }

    @Override
    public void unicast(byte[] message, InetSocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(message), to);
        } catch (IOException e) {
            // That one may have gone meanwhile, or never have been.
            LOG.debug("{}: {} cannot be answered: {}", attachment, to, e.getMessage());
        }
    }

    /** Forgets everything and closes the socket. Says nothing. */
    void close() {
        scope.close();
        try {
            channel.close();
        } catch (IOException e) {
            complain("cannot close", e);
        }
    }

    private void receive() {
        for (int i = 0; i < AT_ONCE; i++) {
            InetSocketAddress from;
            buffer.clear();
            try {
                from = (InetSocketAddress) channel.receive(buffer);
            } catch (IOException e) {
                complain("cannot receive", e);
                // It would be ready to fail again at once, and for ever.
                broken = true;
                close();
                return;
            }
            if (from == null) {
                return;
            }
            heard = true;
            buffer.flip();
            if (!echoes.isEcho(buffer)) {
                understand(from);
            }
        }
    }

    private void understand(InetSocketAddress from) {
        try {
            Message message = MessageReader.read(buffer);
            if (!message.response()) {
                browser.asked(message);
                responder.asked(message, from);
            } else if (from.getPort() == group.getPort()) {
                // Only who may bind that port may answer (RFC 6762, 6.7 and 11).
                responder.heard(message);
                browser.heard(message, from.getAddress());
            }
        } catch (MalformedMessageException e) {
            LOG.debug("{}: {} sent what is no message: {}", attachment, from, e.getMessage());
        } catch (RuntimeException e) {
            // A fault of ours that a stranger found: it must neither stop us nor fill the disk.
            complain("failed over a message from " + from, e);
        }
    }

    private void complain(String what, Exception e) {
        if (!complained) {
            complained = true;
            LOG.warn("mDNS on {} {}; further trouble there is not logged", attachment, what, e);
        }
    }
}
