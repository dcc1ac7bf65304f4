// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.guifi.GuifiService;
import java.util.OptionalLong;

/** A service that keeps its id in memory. */
final class FakeService implements GuifiService {

    private final String kind;
    private final String prefix;
    OptionalLong id = OptionalLong.empty();

    FakeService(String kind, String prefix) {
        this.kind = kind;
        this.prefix = prefix;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String nickPrefix() {
        return prefix;
    }

    @Override
    public Texts title() {
        return Texts.of(kind);
    }

    @Override
    public OptionalLong id() {
        return id;
    }

    @Override
    public void declared(OptionalLong given, Caller by) {
        id = given;
    }
}
