// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.rest.FakeDirectory;
import cloudy.rest.time.VirtualTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryNewsTest {

    private final VirtualTime time = new VirtualTime();
    private final EventStreams streams = new EventStreams(time);
    private final FakeDirectory directory = new FakeDirectory();

    @Test
    void theDirectoryIsWatchedOnceAndOnlyWhileSomebodyListens() throws Exception {
        streams.setDirectory(directory);
        time.pass(1_000);
        assertThat(directory.watchers).isEmpty();

        AutoCloseable first = open(new Ear());
        AutoCloseable second = open(new Ear());
        time.pass(1_000);
        assertThat(directory.watchers).hasSize(1);

        first.close();
        second.close();
        time.pass(1_000);
        assertThat(directory.watchers).isEmpty();
    }

    @Test
    void manyChangesAreToldOnceASecond() throws Exception {
        streams.setDirectory(directory);
        var ear = new Ear();
        open(ear);
        for (int i = 0; i < 2_000; i++) {
            directory.change();
            time.pass(5);
        }
        time.pass(2_000);

        assertThat(ear.events()).hasSizeBetween(10, 13);
        assertThat(ear.events())
                .last()
                .isEqualTo("directory {\"type\":\"directory\",\"subject\":\"\",\"facts\":{\"revision\":\""
                        + directory.revision + "\"}}");
    }

    @Test
    void whoBeginsToListenIsToldHowFarTheDirectoryIs() throws Exception {
        directory.revision = 41;
        streams.setDirectory(directory);
        var ear = new Ear();
        open(ear);
        time.pass(1_000);

        assertThat(ear.events()).hasSize(1).first().asString().contains("\"revision\":\"41\"");
    }

    @Test
    void beingToldOfWhatIsKnownAlreadyIsNoNews() throws Exception {
        streams.setDirectory(directory);
        var ear = new Ear();
        open(ear);
        time.pass(5_000);
        directory.sayAgain();
        time.pass(5_000);

        assertThat(ear.events()).hasSize(1);
    }

    @Test
    void anotherDirectoryIsFollowedInstead() throws Exception {
        var other = new FakeDirectory();
        streams.setDirectory(directory);
        open(new Ear());
        time.pass(0);

        streams.setDirectory(other);
        streams.unsetDirectory(directory);
        time.pass(0);
        assertThat(directory.watchers).isEmpty();
        assertThat(other.watchers).hasSize(1);

        streams.unsetDirectory(other);
        time.pass(0);
        assertThat(other.watchers).isEmpty();
    }

    @Test
    void theEndOfTheRoomEndsTheWatch() throws Exception {
        streams.setDirectory(directory);
        open(new Ear());
        time.pass(0);

        streams.close();

        assertThat(directory.watchers).isEmpty();
    }

    private AutoCloseable open(Ear ear) throws Exception {
        Call call = Call.of(Caller.shell(), Map.of());
        var stream = (Answer.Stream)
                streams.operations().get("streamEvents").answer(call).content();
        return stream.source().open(ear);
    }
}
