// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.framework.Version;

/** What brings features into the node: Karaf. Calls that change something are made one after the other. */
interface Provisioner {

    /**
     * A feature that could be installed.
     *
     * @param repository of the file that it is in
     * @param bundles where its bundles are
     */
    record Known(
            String name,
            Version version,
            String title,
            String description,
            boolean hidden,
            URI repository,
            List<String> needs,
            List<String> bundles) {}

    List<Known> known() throws Exception;

    /** Versions of the features that are installed, by name; also of those that others need. */
    Map<String, Version> installed() throws Exception;

    /** What was asked for by name, exactly as Karaf remembers it, to be put back. */
    Set<String> requirements();

    /** Names of what was asked for, apart from what every node boots with. */
    Set<String> required();

    /** Whether every node boots with it. */
    boolean isBoot(String name);

    /** Installs the newest version of features, in place of others of the same name. */
    void install(Collection<String> names) throws Exception;

    void remove(Collection<String> names) throws Exception;

    /** Has what was asked for be what it was. */
    void restore(Set<String> requirements) throws Exception;

    /** The files that features are read from. */
    Set<URI> repositories() throws Exception;

    void addRepository(URI file) throws Exception;

    void removeRepository(URI file) throws Exception;

    /** The bundles that are installed, whoever installed them. */
    List<Judge.Installed> bundles();

    /** Tells in words of each bundle that comes, goes, starts or stops, until what is answered is run. */
    Runnable listen(Consumer<String> line);
}
