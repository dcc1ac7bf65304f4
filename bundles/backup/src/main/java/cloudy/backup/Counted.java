// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;

/** How much is in a backup, up to a limit. One thread at a time. */
final class Counted {

    private static final long MAX_FILES = 500_000;
    /** Links are held in memory until all is there. */
    private static final long MAX_LINKED = 4 << 20;

    private static final long MEAN_LINK = 128;

    private final long maxBytes;
    private final long room;
    private long files;
    private long bytes;
    private long linked;

    /**
     * @param maxBytes how much may be in it
     * @param room how much the disk has for it
     */
    Counted(long maxBytes, long room) {
        this.maxBytes = maxBytes;
        this.room = room;
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
        if (bytes > room) {
            throw Explained.failure(Texts.of(
                            "Al disc no hi ha prou lloc: en queden %s MB.",
                            "En el disco no hay bastante sitio: quedan %s MB.",
                            "There is not enough room on the disk: %s MB are left.")
                    .with(room >> 20));
        }
    }

    void link(TarEntry entry) throws IOException {
        linked += entry.name().length() + entry.target().length();
        if (linked > MAX_LINKED) {
            throw tooMuch(Texts.of("%s enllaços", "%s enlaces", "%s links").with(MAX_LINKED / MEAN_LINK));
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
