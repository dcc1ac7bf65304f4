// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import cloudy.testing.SetClock;
import cloudy.testing.SomeNode;

/** What the tests of this room share. */
final class Sample {

    static final Texts FULL = Texts.of("El disc és ple.", "El disco está lleno.", "The disk is full.");

    static final Node NODE = SomeNode.named("attic");

    private Sample() {}

    static Notice notice(String id, Urgency urgency) {
        return new Notice(id, urgency, FULL, SetClock.NOON, false);
    }

    static Message message(boolean over) {
        return new Message(NODE.id(), NODE.name(), notice("doctor:disk-space", Urgency.FAULT), over);
    }
}
