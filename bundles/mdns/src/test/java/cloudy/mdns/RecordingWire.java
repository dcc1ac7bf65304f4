// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.MalformedMessageException;
import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.MessageReader;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.Resource;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A link with nobody on it, that remembers what was said. */
final class RecordingWire implements Wire {

    private final List<Message> multicasts = new ArrayList<>();
    private final List<Message> unicasts = new ArrayList<>();

    @Override
    public void multicast(byte[] message) {
        multicasts.add(read(message));
    }

    @Override
    public void unicast(byte[] message, InetSocketAddress to) {
        unicasts.add(read(message));
    }

    /** What was said to everyone since the last call. */
    List<Message> multicasts() {
        var taken = List.copyOf(multicasts);
        multicasts.clear();
        return taken;
    }

    /** What was said to one since the last call. */
    List<Message> unicasts() {
        var taken = List.copyOf(unicasts);
        unicasts.clear();
        return taken;
    }

    /** The records that were told to everyone since the last call; questions are dropped. */
    List<Resource> told() {
        return multicasts().stream()
                .filter(Message::response)
                .flatMap(Message::told)
                .toList();
    }

    /** The questions that were put since the last call; answers are dropped. */
    List<Question> asked() {
        return multicasts().stream()
                .filter(message -> !message.response())
                .flatMap(message -> message.questions().stream())
                .toList();
    }

    static Message read(byte[] message) {
        try {
            return MessageReader.read(ByteBuffer.wrap(message));
        } catch (MalformedMessageException e) {
            throw new AssertionError("what we send can be read", e);
        }
    }
}
