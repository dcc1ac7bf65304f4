// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Folders in memory where the host has that: a test that writes a thousand files waits for no disk. */
final class Memory implements TempDirFactory {

    private static final Path SHARED = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws Exception {
        return Files.isWritable(SHARED)
                ? Files.createTempDirectory(SHARED, "cloudy-settings")
                : Files.createTempDirectory("cloudy-settings");
    }
}
