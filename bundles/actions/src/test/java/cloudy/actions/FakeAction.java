// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

import cloudy.api.Health;
import cloudy.api.access.Role;
import cloudy.api.action.Joined;
import cloudy.api.action.NeighbourAction;
import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fits everything and remembers what it was asked to do. */
class FakeAction implements NeighbourAction {

    final List<Object> done = new ArrayList<>();
    final List<Joined> joined = new ArrayList<>();
    private final String id;

    FakeAction(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Texts title() {
        return Texts.of("Fes", "Haz", "Do");
    }

    @Override
    public boolean fits(Announcement announcement) {
        return !announcement.type().equals("misfit");
    }

    @Override
    public Role role() {
        return Role.OPERATOR;
    }

    @Override
    public Form form(Announcement announcement) {
        return Form.of(Field.of("often", Field.Type.INTEGER, Texts.of("How often"), Texts.none()));
    }

    @Override
    public Optional<String> run(Announcement announcement, Map<String, Object> values, Jobs.Progress progress) {
        done.add(values);
        joined.add(new Joined("k1", "Thing <b>", Health.up(), Instant.EPOCH));
        return Optional.of("k1");
    }

    @Override
    public List<Joined> joined() {
        return joined;
    }

    @Override
    public Optional<Joined> joined(Announcement announcement) {
        return joined.stream().findFirst();
    }

    @Override
    public void undo(String key, Jobs.Progress progress) {
        done.add("undo " + key);
        joined.removeIf(one -> one.key().equals(key));
    }
}
