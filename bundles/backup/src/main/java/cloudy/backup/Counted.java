// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;

/** How much is in a backup, up to a limit. One thread at a time. */
final class Counted {

    private static final long MAX_FILES = 500_000;

    private final long maxBytes;
    private long files;
    private long bytes;

    Counted(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void file() throws IOException {
        files++;
        if (files > MAX_FILES) {
            throw tooMuch(Texts.of("%s fitxers", "%s archivos", "%s files").with(MAX_FILES));
        }
    }

    void bytes(long more) throws IOException {
        bytes += more;
        if (bytes > maxBytes || bytes < 0) {
            throw tooMuch(Texts.of((maxBytes >> 20) + " MB"));
        }
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    private static IOException tooMuch(Texts limit) {
        return Explained.failure(Texts.of(
                        "La còpia té més de %s, que és el límit.",
                        "La copia tiene más de %s, que es el límite.",
                        "The backup has more than %s, which is the limit.")
                .with(limit));
    }
}
