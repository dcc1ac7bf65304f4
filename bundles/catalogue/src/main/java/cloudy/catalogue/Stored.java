// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A repository whose every bundle is on the disk. */
record Stored(Source source, RepositoryFile file, Path folder) {

    /** Of its file. */
    String sha256() {
        return folder.getFileName().toString();
    }

    /** What Karaf knows it by. */
    URI features() {
        return folder.resolve(Store.FEATURES).toUri();
    }

    Path jar(RepositoryFile.Item item) {
        return jar(folder, item);
    }

    /** Named by its content alone: no name of a stranger's is ever a path here. */
    static Path jar(Path folder, RepositoryFile.Item item) {
        return folder.resolve(item.sha256() + ".jar");
    }

    /** Holds the bundles of a feature against their hashes once more. */
    void verify(RepositoryFile.Offered feature) throws Refusal {
        for (RepositoryFile.Item item : feature.bundles()) {
            try {
                if (!Hash.of(jar(item)).equals(item.sha256())) {
                    throw new Refusal(Texts.of(
                                    "el paquet %s ha canviat des que es va baixar; torneu a afegir el dipòsit",
                                    "el paquete %s ha cambiado desde que se descargó; vuelva a añadir el repositorio",
                                    "bundle %s was changed since it was fetched; add the repository anew")
                            .with(item.shown()));
                }
            } catch (IOException e) {
                throw new Refusal(Texts.of(
                                "el paquet %s ja no hi és; torneu a afegir el dipòsit",
                                "el paquete %s ya no está; vuelva a añadir el repositorio",
                                "bundle %s is not there any more; add the repository anew")
                        .with(item.shown()));
            }
        }
    }
}
