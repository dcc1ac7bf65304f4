// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** A service that says what it wants; its copy is whole if it has the first part. */
record Said(String service, Callable<List<Part>> told) implements Backup {

    @Override
    public List<Part> parts() throws Exception {
        return told.call();
    }

    @Override
    public Finding check(Path copy) throws Exception {
        String first = parts().get(0).name();
        return Files.exists(copy.resolve(first))
                ? Finding.fine(Texts.of("It is whole."))
                : Finding.fault(Texts.of("Nothing of " + first + " is in it."), Texts.none());
    }
}
