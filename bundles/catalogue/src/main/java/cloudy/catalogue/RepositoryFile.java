// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** What a repository says it has. */
record RepositoryFile(String name, List<Offered> features) {

    /**
     * A feature.
     *
     * @param needs names of other features
     */
    record Offered(
            String name,
            Version version,
            String title,
            String description,
            String category,
            List<String> needs,
            List<Item> bundles) {

        Offered {
            needs = List.copyOf(needs);
            bundles = List.copyOf(bundles);
        }

        /** What its bundles are, wherever they come from. */
        List<String> hashes() {
            return bundles.stream().map(Item::sha256).toList();
        }
    }

    /**
     * A bundle.
     *
     * @param location absolute
     * @param sha256 the one content that it may have
     */
    record Item(URI location, String sha256, int startLevel) {

        /** The last part of its address, to name it by in sentences; never a path. */
        String shown() {
            String path = location.getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    RepositoryFile {
        features = List.copyOf(features);
    }

    Stream<Item> bundles() {
        return features.stream().flatMap(feature -> feature.bundles().stream());
    }
}
