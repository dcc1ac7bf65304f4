// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.Federation.Member;
import cloudy.api.guifi.Federation.Way;
import cloudy.api.guifi.GuifiNetwork;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** guifi.net's list of a federation, as the test wants it. */
final class FakeGuifi implements GuifiNetwork {

    private volatile Copy<Federation> copy;
    private volatile IOException away;

    /** @param members as {@code 100-inout}, the own one first */
    FakeGuifi say(String... members) {
        List<Member> all = Arrays.stream(members)
                .map(text -> text.split("-"))
                .map(parts -> new Member(Long.parseLong(parts[0]), Way.valueOf(parts[1].toUpperCase(Locale.ROOT))))
                .toList();
        copy = new Copy<>(
                new Federation(all.get(0), all.subList(1, all.size())),
                Integer.toString(Arrays.hashCode(members)),
                Instant.now(),
                Texts.none());
        return this;
    }

    /** What was said stays, but is not of now. */
    void stale(Instant asOf) {
        copy = new Copy<>(copy.value(), copy.version(), asOf, Texts.of("guifi.net does not answer"));
    }

    FakeGuifi away() {
        away = new IOException("guifi.net does not answer, and was never asked before");
        return this;
    }

    @Override
    public Copy<Federation> federation(long service) throws IOException {
        if (away != null) {
            throw away;
        }
        return copy;
    }

    @Override
    public Copy<Domains> domains(long service) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Copy<Long> addresses(String version, Consumer<DeviceAddress> reader) {
        throw new UnsupportedOperationException();
    }
}
