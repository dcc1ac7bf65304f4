// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** What the tests of this room share. */
final class Sample {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Texts FULL = Texts.of("El disc és ple.", "El disco está lleno.", "The disk is full.");

    static final Node NODE = new Node() {
        @Override
        public String id() {
            return "00112233aabbccdd";
        }

        @Override
        public String name() {
            return "attic";
        }

        @Override
        public Optional<InetAddress> address(Audience network) {
            return Optional.empty();
        }

        @Override
        public byte[] publicKey() {
            return new byte[0];
        }
    };

    /** A clock that goes when it is told to. */
    static final class Watch extends Clock {
        private volatile Instant now = NOON;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Sample() {}

    static Notice notice(String id, Urgency urgency) {
        return new Notice(id, urgency, FULL, NOON, false);
    }

    static Message message(boolean over) {
        return new Message(NODE.id(), NODE.name(), notice("doctor:disk-space", Urgency.FAULT), over);
    }
}
