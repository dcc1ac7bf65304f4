// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * What the catalogue says of a feature.
 *
 * @param version that which can be installed
 * @param installed the version that is installed
 * @param wished whether it stands in the wish
 * @param origin {@code cloudy}, or the name of the repository that it is from
 * @param digest stands for all that it would bring; what is confirmed when it comes from a repository
 * @param reason why it is not as it is wished to be
 */
record Entry(
        String id,
        Titles.Text text,
        Version version,
        Optional<Version> installed,
        boolean wished,
        String origin,
        List<String> needs,
        List<Piece> bundles,
        String digest,
        Optional<Texts> reason) {

    static final String OURS = "cloudy";

    /** A bundle; without a hash where it is in the archive. */
    record Piece(String location, Optional<String> sha256) {}

    boolean isOurs() {
        return origin.equals(OURS);
    }

    boolean hasUpdate() {
        return installed.filter(there -> there.compareTo(version) < 0).isPresent();
    }
}
