// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.framework.Version;

/** Features in memory; installing one that breaks leaves it half installed, as Karaf does. */
final class FakeProvisioner implements Provisioner {

    static final URI ARCHIVE = URI.create("mvn:archive/xml");

    private final Store store;
    final Set<URI> open = new LinkedHashSet<>(Set.of(ARCHIVE));
    final List<Known> archive = new ArrayList<>();
    final Map<String, Version> installed = new TreeMap<>();
    final Set<String> required = new TreeSet<>(Set.of("cloudy"));
    final List<Judge.Installed> bundles = new ArrayList<>();
    final Set<String> broken = new HashSet<>();
    final List<String> done = new ArrayList<>();

    FakeProvisioner(Store store) {
        this.store = store;
        archive.add(archived("cloudy", false));
        archive.add(archived("cloudy-http", false));
        archive.add(archived("cloudy-pads", false));
        archive.add(archived("cloudy-secret", true));
        archive.add(archived("eventadmin", false));
        archive.add(archived("scr", false));
        installed.put("cloudy", new Version("1.0.0"));
        bundles.add(new Judge.Installed("org.apache.felix.scr", new Version("2.2.6"), "mvn:scr"));
    }

    private static Known archived(String name, boolean hidden) {
        return new Known(
                name, new Version("1.0.0"), name + " title", "", hidden, ARCHIVE, List.of(), List.of("mvn:a/" + name));
    }

    @Override
    public List<Known> known() {
        var known = new ArrayList<>(archive);
        for (Stored stored : store.all()) {
            if (open.contains(stored.features())) {
                stored.file()
                        .features()
                        .forEach(feature -> known.add(new Known(
                                feature.name(),
                                feature.version(),
                                feature.title(),
                                feature.description(),
                                false,
                                stored.features(),
                                feature.needs(),
                                List.of())));
            }
        }
        return known;
    }

    @Override
    public Map<String, Version> installed() {
        return Map.copyOf(installed);
    }

    @Override
    public Set<String> requirements() {
        return Set.copyOf(required);
    }

    @Override
    public Set<String> required() {
        var names = new TreeSet<>(required);
        names.removeIf(this::isBoot);
        return names;
    }

    @Override
    public boolean isBoot(String name) {
        return name.equals("cloudy");
    }

    @Override
    public void install(Collection<String> names) {
        for (String name : names) {
            done.add("+" + name);
            required.add(name);
            installed.put(
                    name,
                    known().stream()
                            .filter(feature -> feature.name().equals(name))
                            .map(Known::version)
                            .max(Version::compareTo)
                            .orElseThrow());
            if (broken.contains(name)) {
                throw new IllegalStateException("Unable to resolve root: missing requirement [root] osgi.identity;"
                        + " osgi.identity=" + name + " [caused by: Unable to resolve " + name
                        + "/1.0.0: missing requirement [" + name + "/1.0.0] osgi.wiring.package;"
                        + " filter:=\"(osgi.wiring.package=org.lacking)\"]");
            }
        }
    }

    @Override
    public void remove(Collection<String> names) {
        names.forEach(name -> {
            done.add("-" + name);
            required.remove(name);
            installed.remove(name);
        });
    }

    @Override
    public void restore(Set<String> requirements) {
        required.retainAll(requirements);
        installed.keySet().retainAll(requirements);
        required.addAll(requirements);
    }

    @Override
    public Set<URI> repositories() {
        return Set.copyOf(open);
    }

    @Override
    public void addRepository(URI file) {
        open.add(file);
    }

    @Override
    public void removeRepository(URI file) {
        open.remove(file);
    }

    @Override
    public List<Judge.Installed> bundles() {
        return List.copyOf(bundles);
    }

    @Override
    public Runnable listen(Consumer<String> line) {
        line.accept("bundle org.example.pads 1.0.0 started");
        return () -> {};
    }
}
