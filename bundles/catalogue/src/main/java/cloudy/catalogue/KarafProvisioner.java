// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.apache.karaf.features.Repository;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.FrameworkWiring;

/** Karaf's features, in the one region that a node has. */
final class KarafProvisioner implements Provisioner {

    private static final String REGION = FeaturesService.ROOT_REGION;
    private static final String PREFIX = "feature:";
    private static final long REFRESH_SECONDS = 60;

    private final FeaturesService features;
    private final BundleContext context;
    private final Set<String> boot;

    /** {@code boot} names what every node boots with. */
    KarafProvisioner(FeaturesService features, BundleContext context, Set<String> boot) {
        this.features = features;
        this.context = context;
        this.boot = Set.copyOf(boot);
    }

    /** Reads the names in Karaf's setting of what to boot, in which there may be versions and stages. */
    static Set<String> boot(String setting) {
        return Stream.of(setting.split("[\\s,()]+"))
                .filter(id -> !id.isEmpty())
                .map(KarafProvisioner::name)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Known> known() throws Exception {
        var known = new ArrayList<Known>();
        for (Repository repository : features.listRepositories()) {
            for (Feature feature : repository.getFeatures()) {
                known.add(known(feature, repository.getURI()));
            }
        }
        return known;
    }

    private static Known known(Feature feature, URI repository) {
        return new Known(
                feature.getName(),
                Version.parseVersion(feature.getVersion()),
                text(feature.getDescription()),
                text(feature.getDetails()),
                feature.isHidden(),
                repository,
                feature.getDependencies().stream().map(Dependency::getName).toList(),
                feature.getBundles().stream().map(BundleInfo::getLocation).toList());
    }

    private static String text(String text) {
        return text == null ? "" : text.strip();
    }

    @Override
    public Map<String, Version> installed() throws Exception {
        var installed = new HashMap<String, Version>();
        for (Feature feature : features.listInstalledFeatures()) {
            installed.put(feature.getName(), Version.parseVersion(feature.getVersion()));
        }
        return installed;
    }

    @Override
    public Set<String> requirements() {
        return Set.copyOf(features.listRequirements().getOrDefault(REGION, Set.of()));
    }

    @Override
    public Set<String> required() {
        return requirements().stream()
                .filter(requirement -> requirement.startsWith(PREFIX))
                .map(requirement -> name(requirement.substring(PREFIX.length())))
                .filter(name -> !isBoot(name))
                .collect(Collectors.toSet());
    }

    private static String name(String id) {
        return id.split("/", 2)[0];
    }

    @Override
    public boolean isBoot(String name) {
        return boot.contains(name);
    }

    @Override
    public void install(Collection<String> names) throws Exception {
        // Not refreshed: a bundle with an optional import that could now be wired would take half the node with it.
        features.installFeatures(
                new HashSet<>(names),
                REGION,
                EnumSet.of(Option.NoAutoRefreshBundles, Option.NoAutoManageBundles, Option.Upgrade));
        refreshGone();
    }

    @Override
    public void remove(Collection<String> names) throws Exception {
        features.uninstallFeatures(
                new HashSet<>(names), REGION, EnumSet.of(Option.NoAutoRefreshBundles, Option.NoAutoManageBundles));
        refreshGone();
    }

    @Override
    public void restore(Set<String> wanted) throws Exception {
        Set<String> now = requirements();
        var more = new HashSet<>(now);
        more.removeAll(wanted);
        var fewer = new HashSet<>(wanted);
        fewer.removeAll(now);
        var options = EnumSet.of(Option.NoAutoRefreshBundles, Option.NoAutoManageBundles);
        if (!more.isEmpty()) {
            features.removeRequirements(Map.of(REGION, more), options);
        }
        if (!fewer.isEmpty()) {
            features.addRequirements(Map.of(REGION, fewer), options);
        }
        if (!more.isEmpty() || !fewer.isEmpty()) {
            refreshGone();
        }
    }

    /** Lets go of bundles that were removed or replaced, and rewires those that used them, and no others. */
    private void refreshGone() throws InterruptedException, IOException {
        var wiring = context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
        if (wiring.getRemovalPendingBundles().isEmpty()) {
            return;
        }
        var done = new CountDownLatch(1);
        wiring.refreshBundles(null, event -> done.countDown());
        if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("a bundle does not stop, or does not start again");
        }
    }

    @Override
    public Set<URI> repositories() throws Exception {
        return Arrays.stream(features.listRepositories())
                .map(Repository::getURI)
                .collect(Collectors.toSet());
    }

    @Override
    public void addRepository(URI file) throws Exception {
        features.addRepository(file);
    }

    @Override
    public void removeRepository(URI file) throws Exception {
        features.removeRepository(file, false);
    }

    @Override
    public List<Judge.Installed> bundles() {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName() != null)
                .map(bundle -> new Judge.Installed(bundle.getSymbolicName(), bundle.getVersion(), bundle.getLocation()))
                .toList();
    }

    @Override
    public Runnable listen(Consumer<String> line) {
        SynchronousBundleListener listener = event -> {
            String done =
                    switch (event.getType()) {
                        case BundleEvent.INSTALLED -> "installed";
                        case BundleEvent.STARTED -> "started";
                        case BundleEvent.UPDATED -> "updated";
                        case BundleEvent.STOPPED -> "stopped";
                        case BundleEvent.UNINSTALLED -> "removed";
                        default -> "";
                    };
            if (!done.isEmpty()) {
                var bundle = event.getBundle();
                line.accept("bundle " + bundle.getSymbolicName() + ' ' + bundle.getVersion() + ' ' + done);
            }
        };
        context.addBundleListener(listener);
        return () -> context.removeBundleListener(listener);
    }
}
