// SPDX-License-Identifier: Apache-2.0
package org.example.tap;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.guifi.GuifiService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A stranger's service that guifi.net keeps a list of; it keeps its number in a file. */
public final class Tap implements GuifiService {

    private static final Path KEPT = Path.of(System.getProperty("karaf.data"), "tap");

    @Override
    public String kind() {
        return "SNPgraphs";
    }

    @Override
    public String nickPrefix() {
        return "snp";
    }

    @Override
    public Texts title() {
        return Texts.of("Tap");
    }

    @Override
    public OptionalLong id() {
        try {
            return Files.exists(KEPT) ? OptionalLong.of(Long.parseLong(Files.readString(KEPT))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void declared(OptionalLong id, Caller by) throws IOException {
        Files.deleteIfExists(KEPT);
        if (id.isPresent()) {
            Files.writeString(KEPT, Long.toString(id.getAsLong()));
        }
    }
}
